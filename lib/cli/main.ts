/** `npm run -s bafang -- <command> …`: what operators and other programs call. Each command answers an exit code; figures go to stdout, words to stderr. */
type Command = (argv: readonly string[]) => Promise<number>;

const COMMANDS: Readonly<Record<string, { readonly about: string; load(): Promise<Command> }>> = {
  tour: { about: 'tour [--url URL] [--json]                    the whole job over HTTP against a running instance', load: async () => (await import('./tour/main')).runTour },
  statement: { about: 'statement inspect FILE [--json] | hostile [--files N]   what a statement file says; files made to do harm', load: async () => (await import('./statement')).runStatement },
  audit: { about: 'audit export [--out FILE] | verify FILE|--live [--json] | key   proof that nobody altered the record', load: async () => (await import('./audit')).runAudit },
  books: { about: 'books check | verify [--institution SLUG] [--json]   the books add up; no sealed entry is other than it was', load: async () => (await import('./books')).runBooks },
  state: { about: 'state payment|bill|refund|account NUMBER [--at MOMENT] [--json]   how it stood at any moment', load: async () => (await import('./state')).runState },
  routing: { about: 'routing simulate --trace FILE | --generate SEED | --regimes N [--json]   payments through the router on a virtual clock', load: async () => (await import('./routing/main')).runRouting },
  simulate: { about: 'simulate --seeds N | --seed K [--bug B] [--json]   the money path in a simulated town of banks', load: async () => (await import('@/lib/testing/simulation')).runSimulate },
  faults: { about: 'faults [--reduced] [WORD …] [--json]         every misbehaviour × channel × operation against the real path', load: async () => (await import('@/lib/testing/faults')).runFaults },
};

const [name = '', ...argv] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  process.stderr.write(`Which command? One of:\n${Object.values(COMMANDS).map((c) => `  npm run -s bafang -- ${c.about}`).join('\n')}\n`);
  process.exit(2);
}
process.exit(await (await command.load())(argv));
export type {};
