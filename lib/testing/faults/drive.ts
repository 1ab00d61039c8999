/** Lets the world go on: whatever is due is done, then time moves to the next thing that is due, in steps that grow with the age of the world. */
import { processLeftovers } from '@/lib/inbox';
import { plusMs, type Instant } from '@/lib/kernel/time';
import { sweepInquiries } from '@/lib/payments';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { sweepRefunds } from '@/lib/refunds';
import { inLanes } from './lanes';
import type { World } from './lives';

const LANES = 32;
const BATCH = 500;
const ROUNDS_MAX = 400;
const AGENDA_LANES = 16;
/** What a round of ours takes of the world's time at least, by its age. */
const STEPS: readonly (readonly [olderThanMs: number, stepMs: number])[] = [
  [6 * 3_600_000, 3_600_000], [3_600_000, 1_200_000], [600_000, 180_000], [120_000, 30_000], [30_000, 8_000], [0, 2_000],
];

export async function runFor(world: World, ms: number, from: Instant): Promise<void> {
  const until = plusMs(from, ms);
  for (let rounds = 0; rounds < ROUNDS_MAX; rounds++) {
    await untilQuiet(world);
    const next = await nextMoment(world);
    const now = world.place.now();
    if (next === null || next > until) return;
    const step = STEPS.find(([older]) => now - from >= older)![1];
    await world.place.advance(Math.ceil(Math.max(step, next - now)));
  }
  throw new Error(`the world was not quiet after ${ROUNDS_MAX} rounds`);
}

/** Everything due now has been done: ours, the bank's, and what people had planned. */
async function untilQuiet(world: World): Promise<void> {
  const { place, town, agenda } = world;
  for (;;) {
    const now = place.now();
    const due = agenda.filter((a) => a.at <= now);
    for (const one of due) agenda.splice(agenda.indexOf(one), 1);
    await inLanes(due, AGENDA_LANES, (one) => one.run());
    const [payments, refunds] = await Promise.all([
      sweepInquiries(place.payments, { limit: BATCH, lanes: LANES }),
      sweepRefunds(place.refunds, { limit: BATCH, lanes: LANES }),
      processLeftovers(town.institutionId),
    ]);
    const bank = await place.bank.clock();
    const waiting = bank.underWay > 0 || (bank.nextAtMs !== null && bank.nextAtMs <= bank.nowMs) || (await unread(world)) > 0;
    if (payments.leased + refunds.leased + due.length === 0 && !waiting) return;
    if (waiting) await new Promise((resolve) => { setTimeout(resolve, 20); });
  }
}

const unread = (world: World): Promise<number> =>
  withTx(world.town, (tx) => tx.inbound_message.count({ where: { processed_at: null, verdict: { in: ['order', 'refund'] } } }));

async function nextMoment(world: World): Promise<number | null> {
  const ours = await withPlatformTx((tx) => tx.$queryRaw<{ at: Date | null }[]>`SELECT min(greatest(due_at, leased_until)) AS at FROM inquiry_due`);
  const bank = await world.place.bank.clock();
  const moments = [ours[0]?.at?.getTime(), bank.nextAtMs, ...world.agenda.map((a) => a.at)].filter((at) => at !== null && at !== undefined);
  return moments.length === 0 ? null : Math.min(...moments);
}
