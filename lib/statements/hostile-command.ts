/** `statement hostile [--files N] [--seed S] [--json]`: every file refused or read right, in bounded time and memory. Exit 1 when one was not. */
import { hostileFile, type HostileFile } from './hostile-files';
import { ok, type Result } from '@/lib/kernel/result';
import type { StatementFailure } from './errors';
import type { StatementReader, StatementSummary } from './port';
import { inspect } from './recognise';

const FILES = 2000;
const SECONDS_MAX = 2;
const EXTRA_MB_MAX = 256;

export interface HostileOutcome {
  readonly files: number;
  readonly refused: number;
  readonly read: number;
  readonly wrong: readonly string[];
  readonly maxMs: number;
  readonly slowest: string;
}

/** What is known of a file once all its rows were gone through. */
export interface Looked {
  readonly summary: StatementSummary;
  readonly counted: number;
  readonly largestMinor: bigint;
}
/** However a file is read: here, or as the product does it, in a thread of its own. */
export type Look = (bytes: Uint8Array) => Promise<Result<Looked, StatementFailure>>;

export const lookHere = (readers: readonly StatementReader[]): Look => async (bytes) => {
  const read = await inspect(bytes, 'file', readers);
  if (!read.ok) return read;
  let [counted, largestMinor] = [0, 0n];
  for (const row of read.value.rows) {
    counted++;
    if (row.amountMinor > largestMinor) largestMinor = row.amountMinor;
  }
  return ok({ summary: read.value.summary, counted, largestMinor });
};

/** Tries files `0 … files - 1` of a seed, one after the other. */
export async function tryHostileFiles(files: number, seed: number, look: Look): Promise<HostileOutcome> {
  let [refused, read, maxMs, slowest] = [0, 0, 0, ''];
  const wrong: string[] = [];
  for (let n = 0; n < files; n++) {
    const file = hostileFile(seed, n);
    const started = performance.now();
    const result = await look(file.bytes);
    const ms = performance.now() - started;
    if (ms > maxMs) [maxMs, slowest] = [ms, `${n} ${file.kind}`];
    if (!result.ok) refused++;
    else {
      read++;
      const complaint = complaintOf(file, result.value);
      if (complaint) wrong.push(`${n} ${file.kind}: ${complaint}`);
    }
    if (ms > SECONDS_MAX * 1000) wrong.push(`${n} ${file.kind}: ${Math.round(ms)} ms`);
  }
  return { files, refused, read, wrong, maxMs: Math.round(maxMs), slowest };
}

/** Right is: all of the truth; or less of it with a word about what is missing. More than the truth is never right. */
function complaintOf(file: HostileFile, { summary, counted, largestMinor }: Looked): string | null {
  if (largestMinor > 10n ** 24n) return 'an amount out of all bounds';
  if (counted !== summary.rows) return `${counted} rows, ${summary.rows} counted`;
  if (file.truth === null) return null;
  const { truth } = file;
  const same = summary.rows === truth.rows && summary.credit.amountMinor === truth.creditMinor && summary.debit.amountMinor === truth.debitMinor;
  const less = summary.rows <= truth.rows && summary.credit.amountMinor <= truth.creditMinor && summary.debit.amountMinor <= truth.debitMinor;
  return same || (less && (summary.warnings.length > 0 || summary.rejected > 0)) ? null : `read as ${summary.rows} rows, not ${truth.rows}`;
}

export async function runHostile(argv: readonly string[], look: Look, print: (line: string) => void): Promise<number> {
  const number = (name: string, otherwise: number): number => {
    const text = argv[argv.indexOf(name) + 1];
    return argv.includes(name) && /^\d{1,6}$/.test(text ?? '') ? Number(text) : otherwise;
  };
  await tryHostileFiles(3, 0, look);
  const before = process.memoryUsage.rss();
  const outcome = await tryHostileFiles(number('--files', FILES), number('--seed', 1), look);
  const extraMb = Math.max(0, Math.round(process.resourceUsage().maxRSS / 1024 - before / 1_048_576));
  const passed = outcome.wrong.length === 0 && extraMb <= EXTRA_MB_MAX;
  print(JSON.stringify({ ...outcome, extraMb, audit: passed ? 'passed' : 'failed' }, null, argv.includes('--json') ? 0 : 2));
  return passed ? 0 : 1;
}
