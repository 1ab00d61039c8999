/** `statement hostile [--files N] [--seed S] [--json]`: every file refused or read right, in bounded time and memory. Exit 1 when one was not. */
import { hostileFile, type HostileFile } from './hostile-files';
import type { ParsedStatement, StatementReader } from './port';
import { allReaders } from './readers';
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

/** Tries files `0 … files - 1` of a seed, one after the other. */
export async function tryHostileFiles(files: number, seed: number, readers: readonly StatementReader[]): Promise<HostileOutcome> {
  let [refused, read, maxMs, slowest] = [0, 0, 0, ''];
  const wrong: string[] = [];
  for (let n = 0; n < files; n++) {
    const file = hostileFile(seed, n);
    const started = performance.now();
    const result = await inspect(file.bytes, 'file', readers);
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
function complaintOf(file: HostileFile, { summary, rows }: ParsedStatement): string | null {
  let count = 0;
  for (const row of rows) {
    count++;
    if (row.amountMinor > 10n ** 24n) return `an amount out of all bounds on line ${row.lineNo}`;
  }
  if (count !== summary.rows) return `${count} rows, ${summary.rows} counted`;
  if (file.truth === null) return null;
  const { truth } = file;
  const same = summary.rows === truth.rows && summary.credit.amountMinor === truth.creditMinor && summary.debit.amountMinor === truth.debitMinor;
  const less = summary.rows <= truth.rows && summary.credit.amountMinor <= truth.creditMinor && summary.debit.amountMinor <= truth.debitMinor;
  return same || (less && (summary.warnings.length > 0 || summary.rejected > 0)) ? null : `read as ${summary.rows} rows, not ${truth.rows}`;
}

export async function runHostile(argv: readonly string[], channelReaders: readonly StatementReader[], print: (line: string) => void): Promise<number> {
  const number = (name: string, otherwise: number): number => {
    const text = argv[argv.indexOf(name) + 1];
    return argv.includes(name) && /^\d{1,6}$/.test(text ?? '') ? Number(text) : otherwise;
  };
  await tryHostileFiles(3, 0, allReaders(channelReaders));
  const before = process.memoryUsage.rss();
  const outcome = await tryHostileFiles(number('--files', FILES), number('--seed', 1), allReaders(channelReaders));
  const extraMb = Math.max(0, Math.round(process.resourceUsage().maxRSS / 1024 - before / 1_048_576));
  const passed = outcome.wrong.length === 0 && extraMb <= EXTRA_MB_MAX;
  print(JSON.stringify({ ...outcome, extraMb, audit: passed ? 'passed' : 'failed' }, null, argv.includes('--json') ? 0 : 2));
  return passed ? 0 : 1;
}
