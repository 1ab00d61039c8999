/** The accountant's part: each bank's file of today is fetched and matched; one of them has a payment nobody knows. */
import { z } from 'zod';
import { CAPABILITIES, isChannelCode } from '@/lib/channels/model';
import { assert } from '@/lib/kernel/assert';
import { businessDateOf } from '@/lib/kernel/time';
import { systemClock } from '@/lib/platform/clock';
import type { Bank } from './bank';
import type { Paid } from './paying';
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

/** The day whose file holds what is paid now: some channels cut their day before midnight. */
function dayNow(channel: string): string {
  assert(isChannelCode(channel), `${channel} is a channel of ours`);
  const { timeZone, cutOff } = CAPABILITIES[channel].statement;
  return businessDateOf(systemClock.now(), timeZone, cutOff);
}

export async function importDay(clerk: ConsoleClient, bank: Bank, paid: readonly Paid[]): Promise<DayCounts> {
  const counts = { statementRows: 0, matched: 0, mismatched: 0, notYet: 0 };
  const first = paid.find((p) => p.channel === 'wechat');
  if (!first) throw new TourFailure('nobody paid by WeChat');
  await bank.plantExtraRow(first.channel, await bank.merchantOf(first.channel, first.orderNo), dayNow(first.channel));
  for (const channel of new Set(paid.map((p) => p.channel))) {
    const date = dayNow(channel);
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
