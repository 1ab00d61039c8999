/**
 * A flood of callbacks over all channels: every one comes twice, a fifth come after we have found out by asking (and some of those after the refund's), some
 * after their order was closed. Effects exactly once; how fast are banks answered (C4, E3)? The door is a process of its own, as in production.
 */
import { parseArgs } from 'node:util';
import { cancelPayment } from '@/lib/payments';
import { checkIntegrity } from '@/lib/ledger';
import { makeCtx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { runFor } from '@/lib/testing/faults/drive';
import { bringToBank, foundFlood, readBooks, sleep, standAtBank, startMany, type Flood, type FloodOrder } from '@/lib/testing/faults/floods';
import { inLanes } from '@/lib/testing/faults/lanes';
import { openPlace } from '@/lib/testing/faults/place';
import { refundPayments } from '@/lib/testing/faults/refunding';
import { CAPABILITIES } from '@/lib/channels/model';

const BATCH = 500;
const REFUNDED = 0.02;
const CLOSED = 0.01;
const LATE_SECONDS = 900;
const DAY_MS = 86_400_000;

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
  const { place, town } = flood;
  const started = performance.now();
  const orders = await standing(flood, count);
  const closed = orders.filter((o, i) => i % Math.round(1 / CLOSED) === 0 && CAPABILITIES[o.channel].close === 'supported');
  for (const { channel, attempt } of closed) await place.bank.rule({ fault: 'pay-after-close', channel, orderNo: attempt.orderNo, operation: null });
  await inLanes(closed, 16, async (o) => void (await cancelPayment(place.payments, town.institutionId, { paymentId: o.paymentId, actor: 'payer' })));
  for (const channel of flood.channels) {
    await place.bank.rule({ fault: 'callback-duplicate', channel, orderNo: null, operation: null, params: { copies: 2 } });
    await place.bank.rule({ fault: 'callback-late', channel, orderNo: null, operation: null, probability: 0.2, params: { seconds: LATE_SECONDS } });
  }
  const before = await place.bank.callbackFigures();
  const preparedSeconds = seconds(started);
  await payAll(flood, orders, perSecond);
  await untilAnswered(flood);
  // What was late is found by asking, and some of it is refunded, before its callback comes.
  const world = { place, town, agenda: [] };
  await runFor(world, 60_000, place.now());
  await refundSome(flood, orders, Math.round(count * REFUNDED));
  await runFor(world, 3 * DAY_MS, place.now());
  return { ...(await figures(flood, { orders: orders.length, closed: closed.length, before: before.sent })), preparedSeconds, seconds: seconds(started) };
}

/** One order of each channel over its wire, the others copied from it at the bank. */
async function standing(flood: Flood, count: number): Promise<FloodOrder[]> {
  const first = await startMany(flood, flood.town.bills.slice(0, flood.channels.length), 0);
  await inLanes(first, 4, async (order) => { if (!(await bringToBank(flood, order))) throw new Error(`${order.channel} did not take an order`); });
  const patterns = new Map(first.map((o) => [o.channel, o]));
  const all = [...first];
  for (let from = first.length; from < count; from += BATCH) {
    const orders = await startMany(flood, flood.town.bills.slice(from, Math.min(from + BATCH, count)), from);
    await standAtBank(flood, orders, patterns);
    all.push(...orders);
  }
  return all;
}

async function payAll({ place }: Flood, orders: readonly FloodOrder[], perSecond: number): Promise<void> {
  const step = Math.max(10, Math.round(perSecond / 10));
  const began = performance.now();
  for (let from = 0; from < orders.length; from += step) {
    for (const [channel, mine] of Map.groupBy(orders.slice(from, from + step), (o) => o.channel)) await place.bank.payMany(channel, mine.map((o) => o.attempt.orderNo));
    const early = ((from + step) * 1_000) / perSecond - (performance.now() - began);
    if (early > 0) await sleep(early);
  }
}

async function untilAnswered({ place }: Flood): Promise<void> {
  for (;;) {
    const clock = await place.bank.clock();
    if (clock.underWay === 0 && (clock.nextAtMs === null || clock.nextAtMs > clock.nowMs)) return;
    await sleep(50);
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

async function figures(flood: Flood, of: { orders: number; closed: number; before: number }): Promise<Record<string, unknown>> {
  const { place, town } = flood;
  const books = await readBooks(town);
  const told = await place.bank.callbackFigures();
  const auditor = makeCtx({ kind: 'user', userId: town.manager, roles: ['auditor'], sessionId: 'ses_flood', name: 'auditor' }, town.institutionId);
  const broken = (await checkIntegrity(auditor)).filter((c) => !c.ok).map((c) => c.name);
  const refunded = await withTx(town, (tx) => tx.refund.groupBy({ by: ['status'], _count: true }));
  const notOnce = Math.abs(books.postings - told.paidOrders) + Math.abs(books.succeeded - told.paidOrders) + books.suspense + books.unread;
  return {
    callbacks: told.sent - of.before, acknowledged: told.acknowledged, duplicates: 'each twice', outOfOrder: 'a fifth', orders: of.orders, paidAtBank: told.paidOrders, credited: books.postings,
    notExactlyOnce: notOnce, afterClose: of.closed, refunds: Object.fromEntries(refunded.map((r) => [r.status, r._count])), brokenChecks: broken, channels: flood.channels.length,
    answeredP50Ms: told.p50Ms, answeredP95Ms: told.p95Ms, answeredP99Ms: told.p99Ms, answeredWorstMs: told.worstMs, deliveries: told.deliveries, refusedTries: told.refused,
    audit: notOnce === 0 && broken.length === 0 && told.paidOrders === of.orders && refunded.every((r) => r.status === 'succeeded') ? 'ok' : 'failed',
  };
}

const seconds = (from: number): number => Math.round((performance.now() - from) / 100) / 10;
