/**
 * A flood of callbacks over all channels: every one comes twice, a fifth come after we have found out by asking (and some of those after the refund's), some
 * after their order was closed. Effects exactly once; how fast are banks answered (C4, E3)? The door is a process of its own, as in production.
 */
import { parseArgs } from 'node:util';
import { cancelPayment } from '@/lib/payments';
import { checkIntegrity } from '@/lib/ledger';
import { makeCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { bringToBank, foundFlood, readBooks, sleep, standAtBank, startMany, startWorker, type Flood, type FloodOrder } from '@/lib/testing/faults/floods';
import { inLanes } from '@/lib/testing/faults/lanes';
import { openPlace } from '@/lib/testing/faults/place';
import { refundPayments } from '@/lib/testing/faults/refunding';
import { CAPABILITIES } from '@/lib/channels/model';

const REFUNDED = 0.02;
const CLOSED = 0.01;
/** Long enough to be asked about first; some of these payments are refunded before their own callback comes. */
const LATE_SECONDS = 20;
const SETTLE_MS = 90_000;
const SLICES = 5;

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({ args: [...argv], options: { count: { type: 'string', default: '100000' }, perSecond: { type: 'string', default: '150' } } });
  const orders = Math.ceil(Number(values.count) / 2 / (1 + REFUNDED));
  const place = await openPlace({ doorProgram: 'bench/payments/web.ts' });
  try {
    return await measure(await foundFlood(place, orders), orders, Number(values.perSecond));
  } finally {
    await place.close();
  }
}

async function measure(flood: Flood, count: number, perSecond: number): Promise<Record<string, unknown>> {
  const { place } = flood;
  const started = performance.now();
  for (const channel of flood.channels) {
    await place.bank.rule({ fault: 'callback-duplicate', channel, orderNo: null, operation: null, params: { copies: 2 } });
    await place.bank.rule({ fault: 'callback-late', channel, orderNo: null, operation: null, probability: 0.2, params: { seconds: LATE_SECONDS } });
  }
  const worker = startWorker(flood);
  const { orders, closed } = await payAll(flood, count, perSecond);
  await refundSome(flood, orders, Math.round(count * REFUNDED));
  await untilSettled(flood);
  await worker.stop();
  return { ...(await figures(flood, { orders: orders.length, closed, perSecond })), seconds: seconds(started) };
}

/** One order of each channel over its wire, the others copied from it at the bank; each paid within a second of being made, a few after being closed. */
async function payAll(flood: Flood, count: number, perSecond: number): Promise<{ orders: FloodOrder[]; closed: number }> {
  const { place, town } = flood;
  const first = await startMany(flood, town.bills.slice(0, flood.channels.length), 0);
  await inLanes(first, 4, async (order) => { if (!(await bringToBank(flood, order))) throw new Error(`${order.channel} did not take an order`); });
  const patterns = new Map(first.map((o) => [o.channel, o]));
  const orders = [...first];
  let closed = 0;
  const step = Math.max(10, Math.round(perSecond / 2));
  const began = performance.now();
  await payThese(flood, first);
  for (let from = first.length; from < count; from += step) {
    const mine = await startMany(flood, town.bills.slice(from, Math.min(from + step, count)), from);
    await standAtBank(flood, mine, patterns);
    const cancelled = mine.filter((o, i) => (from + i) % Math.round(1 / CLOSED) === 0 && CAPABILITIES[o.channel].close === 'supported');
    for (const o of cancelled) {
      await place.bank.rule({ fault: 'pay-after-close', channel: o.channel, orderNo: o.attempt.orderNo, operation: null });
      await cancelPayment(place.payments, town.institutionId, { paymentId: o.paymentId, actor: 'payer' });
    }
    closed += cancelled.length;
    orders.push(...mine);
    // Payers do not pay in step: what was made together is paid one small part after another.
    const slice = Math.ceil(mine.length / SLICES);
    for (let i = 0; i < SLICES; i++) {
      await payThese(flood, mine.slice(i * slice, (i + 1) * slice));
      const early = ((from + (step * (i + 1)) / SLICES) * 1_000) / perSecond - (performance.now() - began);
      if (early > 0) await sleep(early);
    }
  }
  return { orders, closed };
}

async function payThese({ place }: Flood, orders: readonly FloodOrder[]): Promise<void> {
  for (const [channel, mine] of Map.groupBy(orders, (o) => o.channel)) await place.bank.payMany(channel, mine.map((o) => o.attempt.orderNo));
}

/** The bank has no callback left to send, nothing of what came is unread, and no refund is open. */
async function untilSettled({ place, town }: Flood): Promise<void> {
  const from = place.now();
  while (place.now() - from < SETTLE_MS) {
    const clock = await place.bank.clock();
    const open = await withTx(town, (tx) => tx.refund.count({ where: { status: { in: ['approved', 'executing', 'unknown'] } } }));
    if (clock.underWay === 0 && clock.nextAtMs === null && open === 0 && (await readBooks(town)).unread === 0) return;
    await sleep(500);
  }
}

async function refundSome(flood: Flood, orders: readonly FloodOrder[], wanted: number): Promise<void> {
  const done = await withTx(flood.town, (tx) => tx.payment.findMany({ where: { status: 'succeeded' }, select: { id: true } }), { timeoutMs: 60_000 });
  const succeeded = new Set(done.map((p) => p.id));
  const step = Math.max(1, Math.floor(orders.length / wanted));
  const chosen = orders.filter((o, i) => i % step === 0 && succeeded.has(o.paymentId)).slice(0, wanted);
  const wishes = chosen.map((o) => ({
    paymentId: o.paymentId, amountMinor: CAPABILITIES[o.channel].refund.partial ? o.minor / 2n : o.minor, key: `refund-${o.paymentId}`,
  }));
  await refundPayments(flood, wishes);
}

async function figures(flood: Flood, of: { orders: number; closed: number; perSecond: number }): Promise<Record<string, unknown>> {
  const { place, town } = flood;
  const books = await readBooks(town);
  const told = await place.bank.callbackFigures();
  const auditor = makeCtx({ kind: 'user', userId: town.manager, roles: ['auditor'], sessionId: 'ses_flood', name: 'auditor' }, town.institutionId);
  const broken = (await checkIntegrity(auditor)).filter((c) => !c.ok).map((c) => c.name);
  const refunded = await withTx(town, (tx) => tx.refund.groupBy({ by: ['status'], _count: true }));
  const notOnce = Math.abs(books.postings - told.paidOrders) + Math.abs(books.succeeded - told.paidOrders) + books.suspense + books.unread;
  return {
    callbacks: told.sent, acknowledged: told.acknowledged, duplicates: 'each twice', outOfOrder: 'a fifth', orders: of.orders, ordersPerSecond: of.perSecond, paidAtBank: told.paidOrders, credited: books.postings,
    notExactlyOnce: notOnce, afterClose: of.closed, refunds: Object.fromEntries(refunded.map((r) => [r.status, r._count])), brokenChecks: broken, channels: flood.channels.length,
    answeredP50Ms: told.p50Ms, answeredP95Ms: told.p95Ms, answeredP99Ms: told.p99Ms, answeredWorstMs: told.worstMs, deliveries: told.deliveries, refusedTries: told.refused,
    audit: notOnce === 0 && broken.length === 0 && told.paidOrders === of.orders && refunded.every((r) => r.status === 'succeeded') ? 'ok' : 'failed',
  };
}

const seconds = (from: number): number => Math.round((performance.now() - from) / 100) / 10;
