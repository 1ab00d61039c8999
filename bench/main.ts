/** `npm run -s bench -- payments|recon|router|billing [--json] […]`: one line of figures each, with a baseline measured in the same run. */
const benches: Record<string, () => Promise<{ run(argv: readonly string[]): Promise<Record<string, unknown>> }>> = {
  router: () => import('./router'),
  payments: () => import('./payments'),
  recon: () => import('./recon'),
  inquiry: () => import('./inquiry'),
  callbacks: () => import('./callbacks'),
  corpus: () => import('./corpus'),
  month: () => import('./month'),
  ledger: () => import('./ledger'),
  audit: () => import('./audit'),
  attacks: () => import('./attacks'),
  billing: () => import('./billing'),
  workbench: () => import('./workbench'),
  pages: () => import('./pages'),
};

const [benchName = '', ...argv] = process.argv.slice(2);
const load = benches[benchName];
if (!load) {
  process.stderr.write(`Which benchmark? One of: ${Object.keys(benches).join(', ')}. Example: npm run -s bench -- router --json\n`);
  process.exit(2);
}
const figures = await (await load()).run(argv.filter((a) => a !== '--json'));
process.stdout.write(`${JSON.stringify({ bench: benchName, ...figures })}\n`);
process.exit(figures.audit === 'failed' ? 1 : 0);
export type {};
