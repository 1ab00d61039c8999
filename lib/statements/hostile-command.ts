/** `statement hostile [--files N] [--seed S] [--json]`: every file refused or read right, in bounded time and memory. Exit 1 when one was not. */
import { hostileFile, type HostileFile } from './hostile-files';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
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
export async function tryHostileFiles(files: number, seed: number, look: Look, fileAt = (n: number) => hostileFile(seed, n)): Promise<HostileOutcome> {
  let [refused, read, maxMs, slowest] = [0, 0, 0, ''];
  const wrong: string[] = [];
  for (let n = 0; n < files; n++) {
    const file = fileAt(n);
    let { result, ms } = await timed(look, file.bytes);
    // A machine that is busy elsewhere halts any file for a while; a file that is slow is slow again.
    if (ms > SECONDS_MAX * 1000) {
      const again = await timed(look, file.bytes);
      if (again.ms < ms) ({ result, ms } = again);
    }
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

async function timed(look: Look, bytes: Uint8Array): Promise<{ readonly result: Awaited<ReturnType<Look>>; readonly ms: number }> {
  const started = performance.now();
  const result = await look(bytes);
  return { result, ms: performance.now() - started };
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
  const [files, seed, to] = [number('--files', FILES), number('--seed', 1), argv[argv.indexOf('--make') + 1]];
  if (argv.includes('--make') && to !== undefined) return makeInto(to, files, seed);
  const folder = mkdtempSync(join(tmpdir(), 'bafang-hostile-'));
  try {
    // Made by a process of its own: what making them leaves in memory is not what reading them takes.
    await promisify(execFile)(process.execPath, [...process.execArgv, process.argv[1]!, 'statement', 'hostile', '--make', folder, '--files', String(files), '--seed', String(seed)]);
    return await report(folder, files, seed, look, print, argv.includes('--json'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeInto(folder: string, files: number, seed: number): number {
  for (let n = 0; n < files; n++) {
    const { kind, bytes, truth } = hostileFile(seed, n);
    writeFileSync(join(folder, `${n}.bin`), bytes);
    writeFileSync(join(folder, `${n}.json`), JSON.stringify({ kind, truth: truth && { rows: truth.rows, creditMinor: truth.creditMinor.toString(), debitMinor: truth.debitMinor.toString() } }));
  }
  return 0;
}

const made = z.object({
  kind: z.string(), truth: z.object({ rows: z.number(), creditMinor: z.string().transform((text) => BigInt(text)), debitMinor: z.string().transform((text) => BigInt(text)) }).nullable(),
});

async function report(folder: string, files: number, seed: number, look: Look, print: (line: string) => void, json: boolean): Promise<number> {
  const fileAt = (n: number): HostileFile => ({ ...made.parse(JSON.parse(readFileSync(join(folder, `${n}.json`), 'utf8'))), bytes: readFileSync(join(folder, `${n}.bin`)) });
  await tryHostileFiles(Math.min(3, files), seed, look, fileAt);
  const before = process.memoryUsage.rss();
  const outcome = await tryHostileFiles(files, seed, look, fileAt);
  const extraMb = Math.max(0, Math.round(process.resourceUsage().maxRSS / 1024 - before / 1_048_576));
  const passed = outcome.wrong.length === 0 && extraMb <= EXTRA_MB_MAX;
  print(JSON.stringify({ ...outcome, extraMb, audit: passed ? 'passed' : 'failed' }, null, json ? 0 : 2));
  return passed ? 0 : 1;
}
