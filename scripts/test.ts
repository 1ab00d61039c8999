/** Runs the checks in order of price, sums them up, and ends with one plain line that a person or a machine can read. */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { ensureBrowser } from './browser';
import { buildIfChanged } from './build';
import { generate } from './db/generate';
import { startServer } from './postgres/server';

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const REPORTS = '.bafang/reports';
const TEST_SERVER_HOME = '.bafang/testdb';
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Each static check is one pass or one failure of its own. */
const staticChecks: readonly (readonly [name: string, program: string, ...args: string[]])[] = [
  ['lock file', 'scripts/complete-lock.mjs', '--check'],
  // Types of the pages' addresses; those a development server left behind are not looked at (tsconfig.check.json).
  ['addresses', 'node_modules/next/dist/bin/next', 'typegen'],
  ['types', 'node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.check.json'],
  ['lint', 'node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--quiet'],
  ['import cycles', 'node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings'],
  ['dead code', 'node_modules/knip/bin/knip.js', '--no-progress'],
  ['documents', 'scripts/docs.ts', '--check'],
  ['first migration', 'scripts/db.ts', 'build-init', '--check'],
];

const parts: Record<string, () => Promise<Tally>> = { static: runStatic, unit: runVitest, e2e: runBrowser };

async function runStatic(): Promise<Tally> {
  const tally = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, program, ...args] of staticChecks) {
    const startedAt = performance.now();
    const { code, output } = await run(program, args, { quiet: true });
    say(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${seconds(startedAt)})`);
    if (code !== 0) say(output);
    tally[code === 0 ? 'passed' : 'failed'] += 1;
  }
  return tally;
}

async function runVitest(): Promise<Tally> {
  const report = `${REPORTS}/vitest.json`;
  rmSync(report, { force: true });
  const filters = process.argv.slice(3);
  const { code } = await run('node_modules/vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters]);
  const result = readReport<{ numPassedTests: number; numFailedTests: number; numPendingTests: number; numTodoTests: number; numFailedTestSuites: number }>(report);
  if (!result) return { passed: 0, failed: 1, skipped: 0 };
  const failed = result.numFailedTests;
  // A file that does not even load has no failed test, and an error between tests none either.
  return { passed: result.numPassedTests, failed: code !== 0 && failed === 0 ? 1 : failed, skipped: result.numPendingTests + result.numTodoTests };
}

async function runBrowser(): Promise<Tally> {
  const report = `${REPORTS}/playwright.json`;
  rmSync(report, { force: true });
  const browser = await ensureBrowser(say);
  await buildIfChanged(say);
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...(browser && { BAFANG_CHROMIUM: browser }) };
  const filters = process.argv.slice(3);
  const { code } = await run('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json', ...filters], { env });
  const result = readReport<{ stats: { expected: number; unexpected: number; flaky: number; skipped: number } }>(report);
  if (!result) return { passed: 0, failed: 1, skipped: 0 };
  const { expected, unexpected, flaky, skipped } = result.stats;
  // A test that passes only at its second try has found something.
  const failed = unexpected + flaky;
  return { passed: expected, failed: code !== 0 && failed === 0 ? 1 : failed, skipped };
}

function run(program: string, args: readonly string[], { quiet = false, env = process.env } = {}): Promise<{ code: number; output: string }> {
  const loader = program.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...loader, program, ...args], { env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'] });
  running = child;
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => { output += chunk.toString(); });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}

let running: ReturnType<typeof spawn> | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => { interrupted = true; running?.kill(signal); });
let interrupted = false;

const readReport = <T>(file: string): T | undefined => {
  try { return JSON.parse(readFileSync(file, 'utf8')) as T; } catch { return undefined; }
};
const seconds = (startedAt: number): string => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

const wanted = process.argv[2];
if (wanted !== undefined && !parts[wanted]) {
  say(`usage: npm test | npm run check | npm run unit | npm run e2e`);
  process.exit(2);
}

mkdirSync(REPORTS, { recursive: true });
await generate();
// Started here, so that it also ends here; a server that was running already belongs to somebody else.
const server = process.env.TEST_DATABASE_URL ? undefined : await startServer(TEST_SERVER_HOME, { durable: false });
const total: Tally = { passed: 0, failed: 0, skipped: 0 };
try {
  for (const name of wanted === undefined ? Object.keys(parts) : [wanted]) {
    if (interrupted) break;
    const startedAt = performance.now();
    say(`\n── ${name} ──`);
    const tally = await parts[name]!();
    say(`── ${name}: ${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped (${seconds(startedAt)}) ──`);
    for (const key of ['passed', 'failed', 'skipped'] as const) total[key] += tally[key];
  }
} finally {
  if (server?.started) await server.stop();
}
if (interrupted) total.failed += 1;
say(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exit(total.failed === 0 ? 0 : 1);
