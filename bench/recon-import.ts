/** What a person and the worker do: import the file, match it, open the desk. Prints its figures as one line of JSON. */
import { readFile } from 'node:fs/promises';
import type { InstitutionId, UserId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { makeCtx } from '@/lib/platform/ctx';
import { importStatement, listCases, reconciliationJobs } from '@/lib/reconciliation';
import { DAY, INSTITUTION } from './recon-truth';

export interface Imported {
  readonly seconds: number;
  readonly steps: { readonly importSeconds: number; readonly matchSeconds: number; readonly queueSeconds: number };
  readonly peakMemoryMb: number;
  readonly memoryBeforeMb: number;
}

async function importAndMatch(path: string): Promise<Imported> {
  const ctx = makeCtx({ kind: 'user', userId: 'usr_bench' as UserId, roles: ['accountant'], sessionId: 's', name: 'Bench' }, INSTITUTION as InstitutionId);
  const memory = watchMemory();
  const started = performance.now();
  const file = must(await importStatement(ctx, { bytes: await readFile(path), fileName: 'statement.csv' }));
  const imported = performance.now();
  if (!file.matched) await reconciliationJobs['match-statement']({ institutionId: INSTITUTION, fileId: file.fileId });
  const matched = performance.now();
  await listCases(ctx, { channel: 'wechat', date: DAY });
  const done = performance.now();
  const seconds = (from: number, to: number) => Math.round((to - from) / 10) / 100;
  return {
    seconds: seconds(started, done), steps: { importSeconds: seconds(started, imported), matchSeconds: seconds(imported, matched), queueSeconds: seconds(matched, done) },
    ...memory.stop(),
  };
}

function watchMemory(): { stop(): { peakMemoryMb: number; memoryBeforeMb: number } } {
  const before = process.memoryUsage.rss();
  let peak = before;
  const look = () => { peak = Math.max(peak, process.memoryUsage.rss()); };
  const timer = setInterval(look, 20);
  return { stop: () => { look(); clearInterval(timer); return { peakMemoryMb: Math.round(peak / 1_048_576), memoryBeforeMb: Math.round(before / 1_048_576) }; } };
}

const path = process.argv[2];
if (path) {
  process.stdout.write(JSON.stringify(await importAndMatch(path)));
  process.exit(0);
}
