/**
 * `routing simulate --trace FILE`: a trace through the real router on a virtual clock. `--generate SEED` writes such a trace to stdout;
 * `--regimes N` generates and replays N of them and says whether the goals hold. `routing redirects` measures a running instance.
 */
import { parseArgs } from 'node:util';
import { generateTrace } from './generate';
import { runRegimes } from './regimes';
import { replay } from './replay';
import { readTraceFile, TraceRefused } from './trace';

const USAGE = `Usage:
  npm run -s bafang -- routing simulate --trace FILE [--json] [--seed N]   replay a trace (- reads standard input); the seed draws the banks' luck
  npm run -s bafang -- routing simulate --generate SEED [--payments N] [--minutes N] [--mean-failure 0.07]   write such a trace to stdout
  npm run -s bafang -- routing simulate --regimes N [--json]   generate N traces, replay them, compare with the goals
  npm run -s bafang -- routing redirects [--payments N] [--failing silent,slow,error,down,lost,maintenance] [--own | --url URL --bank URL --data DIR] [--json]
                                                         click to bank page while a third of the channels fails, each in another of these ways; --own starts a place for it
  npm run -s bafang -- routing agree [--reservations N] [--json]   two web and two worker processes, one database: limits and breaker agree
`;

const OPTIONS = {
  trace: { type: 'string' }, generate: { type: 'string' }, regimes: { type: 'string' }, seed: { type: 'string' }, json: { type: 'boolean' },
  payments: { type: 'string' }, minutes: { type: 'string' }, 'mean-failure': { type: 'string' },
} as const;

/** 0 replayed; 1 a goal of `--regimes` is missed; 2 the command or the trace is refused. */
export async function runRouting(argv: readonly string[]): Promise<number> {
  const [verb, ...rest] = argv;
  try {
    if (verb === 'redirects') return await redirects(rest);
    if (verb === 'agree') return await agree(rest);
    if (verb !== 'simulate') throw new TraceRefused(`"${verb ?? ''}" is not a routing command`);
    const { values } = parseArgs({ args: [...rest], options: OPTIONS, strict: true, allowPositionals: false });
    const seed = whole(values.seed, 'seed', 0, 0);
    if (values.generate !== undefined) return await write(whole(values.generate, 'generate', 0), values);
    if (values.regimes !== undefined) return tell(await Promise.resolve(runRegimes(whole(values.regimes, 'regimes', 1, undefined, 10_000), sizes(values))), values.json);
    if (values.trace === undefined) throw new TraceRefused('neither --trace nor --generate nor --regimes was given');
    const trace = await readTraceFile(values.trace);
    if (trace.payments.length === 0) throw new TraceRefused('the trace has no payment');
    if (trace.channels.length === 0) throw new TraceRefused('the trace has no channel');
    return tell({ ...replay(trace, { seed }), ok: true }, values.json);
  } catch (error) {
    if (!refusal(error)) throw error;
    process.stderr.write(`${error.message}\n${error instanceof TraceRefused && error.message.startsWith('line') ? '' : USAGE}`);
    return 2;
  }
}

async function agree(rest: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...rest], options: { reservations: { type: 'string' }, json: { type: 'boolean' } }, strict: true, allowPositionals: false });
  const { runAgree } = await import('@/lib/testing/faults');
  return runAgree(whole(values.reservations, 'reservations', 10, 10_000, 100_000), values.json === true);
}

async function redirects(rest: readonly string[]): Promise<number> {
  const { measureRedirects } = await import('./redirects');
  return tell(await measureRedirects(rest), rest.includes('--json'));
}

function refusal(error: unknown): error is Error {
  if (error instanceof TraceRefused || (error instanceof Error && error.constructor.name === 'TourFailure')) return true;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('ERR_PARSE_ARGS') || ['ENOENT', 'EACCES', 'EISDIR'].includes(code);
}

function whole(text: string | undefined, name: string, min: number, otherwise?: number, max = 0xffff_ffff): number {
  if (text === undefined && otherwise !== undefined) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < min || value > max) throw new TraceRefused(`--${name} wants a whole number from ${min} to ${max}, not "${text}"`);
  return value;
}

function sizes(values: { payments?: string; minutes?: string; 'mean-failure'?: string }) {
  const meanFailure = Number(values['mean-failure'] ?? 0.07);
  if (!(meanFailure >= 0 && meanFailure <= 0.6)) throw new TraceRefused('--mean-failure wants a part from 0 to 0.6');
  return { payments: whole(values.payments, 'payments', 1, 5_000, 4_000_000), minutes: whole(values.minutes, 'minutes', 1, 60, 100_000), meanFailure };
}

/** Respects a slow reader: a large trace is not held in memory for it. */
async function write(seed: number, values: { payments?: string; minutes?: string; 'mean-failure'?: string }): Promise<number> {
  let block = '';
  for (const line of generateTrace({ seed, ...sizes(values) })) {
    block += `${line}\n`;
    if (block.length < 64_000) continue;
    if (!process.stdout.write(block)) await new Promise<void>((resolve) => process.stdout.once('drain', resolve));
    block = '';
  }
  await new Promise<void>((resolve) => process.stdout.write(block, () => resolve()));
  return 0;
}

async function tell({ ok, ...figures }: { readonly ok: boolean } & object, json: boolean | undefined): Promise<number> {
  const text = json ? JSON.stringify(figures) : Object.entries(figures).map(([name, value]) => `${name.padEnd(20)} ${JSON.stringify(value)}`).join('\n');
  await new Promise<void>((resolve) => process.stdout.write(`${text}\n`, () => resolve()));
  return ok ? 0 : 1;
}
