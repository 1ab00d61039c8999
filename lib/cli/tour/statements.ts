/** The accountant's part: each bank's file of today is fetched and matched; one of them has a payment nobody knows. */
import { z } from 'zod';
import { zoned } from '@/lib/kernel/time';
import { systemClock } from '@/lib/platform/clock';
import type { Bank } from './bank';
import { TourFailure, type ConsoleClient } from './http';

export interface DayCounts {
  readonly statementRows: number;
  readonly matched: number;
  readonly mismatched: number;
  /** Seen at one side only, and not due at the other before its next file. */
  readonly notYet: number;
}

const fetchedSchema = z.object({
  kind: z.string(),
  file: z.object({ rows: z.number(), counts: z.object({ matched: z.number(), opened: z.record(z.string(), z.number()) }).nullable() }).optional(),
});

const ZONE = 'Asia/Shanghai';

export async function importDay(clerk: ConsoleClient, bank: Bank, merchants: readonly { channel: string; merchantNo: string }[]): Promise<DayCounts> {
  const date = zoned(systemClock.now(), ZONE).date;
  const counts = { statementRows: 0, matched: 0, mismatched: 0, notYet: 0 };
  const planted = merchants.find((m) => m.channel === 'wechat');
  if (!planted) throw new TourFailure('the bank knows no WeChat merchant of ours');
  await bank.plant(planted.channel, planted.merchantNo, date, { extra: 1 });
  for (const { channel } of merchants) {
    const { kind, file } = await clerk.ask('statements.fetch', { channel, date }, fetchedSchema);
    if (kind !== 'imported' || !file?.counts) throw new TourFailure(`${channel} has no statement for ${date}: ${kind}`);
    const { 'not-yet': notYet = 0, ...opened } = file.counts.opened;
    counts.statementRows += file.rows;
    counts.matched += file.counts.matched;
    counts.notYet += notYet;
    counts.mismatched += Object.values(opened).reduce((sum, n) => sum + n, 0);
  }
  return counts;
}
