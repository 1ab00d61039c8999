/** Many orders of all channels, made through the product's commands and the banks' own wires: what the floods of `bench` begin with. */
import { CHANNELS, CAPABILITIES, type ChannelCode } from '@/lib/channels/model';
import { must } from '@/lib/kernel/result';
import type { PaymentId } from '@/lib/kernel/ids';
import { processLeftovers } from '@/lib/inbox';
import { carryOut, startPayments, sweepInquiries } from '@/lib/payments';
import { recordManySubmitted } from '@/lib/payments/commands/submit-attempt';
import type { Attempt } from '@/lib/payments/rows';
import { makeCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { sweepRefunds } from '@/lib/refunds';
import type { Place } from './place';
import { foundTown, type Town, type TownBill } from './town';

export interface FloodOrder {
  readonly paymentId: PaymentId;
  readonly channel: ChannelCode;
  readonly attempt: Attempt;
  readonly minor: bigint;
}
export interface Flood {
  readonly place: Place;
  readonly town: Town;
  readonly channels: readonly ChannelCode[];
}

/** @param only these channels; absent: all that have a bank */
export async function foundFlood(place: Place, bills: number, only?: readonly ChannelCode[]): Promise<Flood> {
  const { channels: known } = await place.bank.traits();
  const channels = CHANNELS.filter((c) => known.includes(c) && (only?.includes(c) ?? true));
  const town = await foundTown(bills, channels, (channel, notifyUrl) => place.bank.ask('POST', '/merchants', { channel, merchantName: '洪水', notifyUrl }));
  return { place, town, channels };
}

/** Payments of these bills, the channels in turn, in one commit. */
export async function startMany(flood: Flood, bills: readonly TownBill[], from: number): Promise<FloodOrder[]> {
  const { place, town, channels } = flood;
  const ctx = makeCtx({ kind: 'payer', payerId: town.payerId }, town.institutionId);
  const channelOf = (i: number): ChannelCode => channels[(from + i) % channels.length]!;
  const started = await startPayments(place.payments, bills.map((bill, i) => ({
    ctx, idempotencyKey: `flood-${String(from + i).padStart(8, '0')}`, billIds: [bill.id], route: town.routeTo(channelOf(i)),
  })));
  return started.map((result, i) => {
    const { paymentId, attempt } = must(result);
    return { paymentId, channel: channelOf(i), attempt: attempt!, minor: bills[i]!.minor };
  });
}

/** The order stands at its bank and the payer is in front of it. False when it did not come to that. */
export async function bringToBank(flood: Flood, order: FloodOrder): Promise<boolean> {
  const { place, town } = flood;
  const told = await carryOut(place.payments, town.institutionId, { id: order.paymentId, subject: '保教费', payerIp: '127.0.0.1' }, order.attempt);
  if (!told.present) return false;
  return CAPABILITIES[order.channel].createCallsBank || place.bank.arrive(order.channel, told.present);
}

/** Orders that stand at their banks without having gone over the wire one by one: copies of one that did, recorded here as accepted by the same command. */
export async function standAtBank(flood: Flood, orders: readonly FloodOrder[], patterns: ReadonlyMap<ChannelCode, FloodOrder>): Promise<void> {
  const { place, town } = flood;
  for (const [channel, mine] of Map.groupBy(orders, (o) => o.channel)) {
    await place.bank.copies(channel, patterns.get(channel)!.attempt.orderNo, mine.map((o) => ({ orderNo: o.attempt.orderNo, amountFen: o.minor.toString() })));
  }
  await recordManySubmitted(place.payments, town.institutionId, orders.map((o) => ({
    paymentId: o.paymentId, attemptId: o.attempt.id, outcome: { certainty: 'accepted' as const, present: { kind: 'qr' as const, text: o.attempt.orderNo } },
  })));
}

const SWEEP_MS = 250;
const SWEEPS_MAX = 4;
const SWEEP_BATCH = 200;
const LEFTOVERS_EVERY = 8;

/** The worker's rounds in real time: sweeps four times a second, the next one not waiting for the last; forgotten callbacks every two seconds. */
export function startWorker({ place, town }: Flood): { stop(): Promise<void>; asked(): number } {
  let stopped = false;
  let asked = 0;
  const underWay = new Set<Promise<void>>();
  const round = async (n: number): Promise<void> => {
    const [swept] = await Promise.all([
      sweepInquiries(place.payments, { limit: SWEEP_BATCH }), sweepRefunds(place.refunds, { limit: SWEEP_BATCH }),
      n % LEFTOVERS_EVERY === 0 ? processLeftovers(town.institutionId) : 0,
    ]);
    asked += swept.asked;
  };
  const loop = async (): Promise<void> => {
    for (let n = 1; !stopped; n++) {
      if (underWay.size >= SWEEPS_MAX) await Promise.race(underWay);
      const one: Promise<void> = round(n).finally(() => underWay.delete(one));
      underWay.add(one);
      await sleep(SWEEP_MS);
    }
    await Promise.all(underWay);
  };
  const ended = loop();
  return { asked: () => asked, stop: () => { stopped = true; return ended; } };
}

export interface Books {
  readonly succeeded: number;
  readonly postings: number;
  readonly allocations: number;
  readonly suspense: number;
  /** Sum credited to bills, minor units. */
  readonly creditedMinor: bigint;
  readonly unread: number;
}

export async function readBooks(town: Town): Promise<Books> {
  return withTx(town, async (tx) => {
    const [row] = await tx.$queryRaw<{ succeeded: bigint; postings: bigint; allocations: bigint; suspense: bigint; credited: bigint; unread: bigint }[]>`
      SELECT (SELECT count(*) FROM payment WHERE status IN ('succeeded', 'reversed')) AS succeeded,
        (SELECT count(*) FROM journal_entry WHERE kind = 'payment-succeeded') AS postings, (SELECT count(*) FROM bill_allocation WHERE amount_minor > 0) AS allocations,
        (SELECT count(*) FROM suspense_item) AS suspense, (SELECT coalesce(sum(amount_minor), 0)::bigint FROM bill_allocation WHERE amount_minor > 0) AS credited,
        (SELECT count(*) FROM inbound_message WHERE processed_at IS NULL AND verdict IN ('order', 'refund')) AS unread`;
    return {
      succeeded: Number(row!.succeeded), postings: Number(row!.postings), allocations: Number(row!.allocations), suspense: Number(row!.suspense),
      creditedMinor: row!.credited, unread: Number(row!.unread),
    };
  }, { timeoutMs: 60_000 });
}

/** The share of the times that lie at or below the answer, in milliseconds. */
export function shareMs(times: readonly number[], share: number): number {
  const sorted = [...times].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });
