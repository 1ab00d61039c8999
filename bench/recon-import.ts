/** What a person and the worker do: import the file, match it, open the desk. Prints its figures as one line of JSON. */
import type { InstitutionId, UserId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { makeCtx } from '@/lib/platform/ctx';
import { importStatement, listCases, reconciliationJobs } from '@/lib/reconciliation';
import { DAY, institutionOf } from './recon-truth';

export interface Imported {
  readonly seconds: number;
  readonly steps: { readonly importSeconds: number; readonly matchSeconds: number; readonly queueSeconds: number };
}
export interface Imports {
  readonly rounds: readonly Imported[];
  readonly peakMemoryMb: number;
  readonly memoryBeforeMb: number;
}

async function importAndMatch(path: string, round: number): Promise<Imported> {
  const institutionId = institutionOf(round) as InstitutionId;
  const ctx = makeCtx({ kind: 'user', userId: 'usr_bench' as UserId, roles: ['accountant'], sessionId: 's', name: 'Bench' }, institutionId);
  const started = performance.now();
  const file = must(await importStatement(ctx, { path, fileName: 'statement.csv' }));
  const imported = performance.now();
  if (!file.matched) await reconciliationJobs['match-statement']({ institutionId, fileId: file.fileId });
  const matched = performance.now();
  await listCases(ctx, { channel: 'wechat', date: DAY });
  const done = performance.now();
  const seconds = (from: number, to: number) => Math.round(to - from) / 1000;
  return {
    seconds: seconds(started, done), steps: { importSeconds: seconds(started, imported), matchSeconds: seconds(imported, matched), queueSeconds: seconds(matched, done) },
  };
}

function watchMemory(): { stop(): { peakMemoryMb: number; memoryBeforeMb: number } } {
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = () => { peak = Math.max(peak, process.memoryUsage.rss()); };
  const timer = setInterval(look, 20);
  return { stop: () => { look(); clearInterval(timer); return { peakMemoryMb: Math.round(peak / 1_048_576), memoryBeforeMb: Math.round(before / 1_048_576) }; } };
}

const memory = watchMemory();
const rounds: Imported[] = [];
for (const [round, path] of process.argv.slice(2).entries()) rounds.push(await importAndMatch(path, round));
process.stdout.write(JSON.stringify({ rounds, ...memory.stop() } satisfies Imports));
process.exit(0);
