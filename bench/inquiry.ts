/**
 * Lost callbacks: orders of every channel are paid at the bank, no callback ever comes, and one question in five gets no answer. How long until Bafang
 * knows (E2)? Real time, real banks, the worker's own sweeps; payers come at a steady pace, as many as the machine bears.
 */
import { parseArgs } from 'node:util';
import { withTx } from '@/lib/platform/tx';
import { bringToBank, foundFlood, readBooks, shareMs, sleep, startMany, startWorker, type Flood, type FloodOrder } from '@/lib/testing/faults/floods';
import { inLanes } from '@/lib/testing/faults/lanes';
import { openPlace } from '@/lib/testing/faults/place';

const START_BATCH = 50;
const PATIENCE_MS = 60_000;

export async function run(argv: readonly string[]): Promise<Record<string, unknown>> {
  const { values } = parseArgs({ args: [...argv], options: {
    count: { type: 'string', default: '10000' }, perSecond: { type: 'string', default: '60' }, failing: { type: 'string', default: '0.2' },
  } });
  const place = await openPlace();
  try {
    const flood = await foundFlood(place, Number(values.count));
    return await measure(flood, Number(values.count), Number(values.perSecond), Number(values.failing));
  } finally {
    await place.close();
  }
}

async function measure(flood: Flood, count: number, perSecond: number, failing: number): Promise<Record<string, unknown>> {
  const { place, town } = flood;
  for (const channel of flood.channels) {
    await place.bank.rule({ fault: 'callback-lost', channel, orderNo: null, operation: null });
    // One question in five is answered by a system error, one order never like another.
    await place.bank.rule({ fault: 'query-unknown', channel, orderNo: null, operation: null, probability: failing, params: { times: 1_000 } });
  }
  const paidAt = new Map<string, number>();
  const sweeper = startWorker(flood);
  const started = performance.now();
  for (let from = 0; from < count; from += START_BATCH) {
    const orders = await startMany(flood, town.bills.slice(from, from + START_BATCH), from);
    await inLanes(orders, 16, (order) => payOne(flood, order, paidAt));
    const early = (from + START_BATCH) * (1_000 / perSecond) - (performance.now() - started);
    if (early > 0) await sleep(early);
  }
  const found = await untilFound(flood, paidAt);
  await sweeper.stop();
  const waits = [...paidAt].map(([id, at]) => (found.get(id) ?? Number.POSITIVE_INFINITY) - at);
  const books = await readBooks(town);
  const missing = waits.filter((ms) => !Number.isFinite(ms)).length;
  const wrong = books.succeeded !== paidAt.size || books.postings !== paidAt.size || books.suspense > 0 || missing > 0;
  const known = waits.filter(Number.isFinite);
  return {
    lostCallbacks: paidAt.size, channels: flood.channels.length, queriesFailing: failing, foundP50Ms: shareMs(known, 0.5), foundP95Ms: shareMs(known, 0.95),
    foundP99Ms: shareMs(known, 0.99), worstMs: Math.max(...known.map(Math.round)), notFound: missing, repairedWrongly: Math.abs(books.postings - paidAt.size) + books.suspense,
    questions: sweeper.asked(), perSecond: Math.round(count / ((performance.now() - started) / 1_000)), seconds: Math.round((performance.now() - started) / 100) / 10,
    audit: wrong ? 'failed' : 'ok',
  };
}

async function payOne(flood: Flood, order: FloodOrder, paidAt: Map<string, number>): Promise<void> {
  if (!(await bringToBank(flood, order))) return;
  if (await flood.place.bank.pay(order.channel, order.attempt.orderNo)) paidAt.set(order.paymentId, flood.place.now());
}

/** When each payment succeeded here, by our own books. */
async function untilFound({ place, town }: Flood, paidAt: ReadonlyMap<string, number>): Promise<Map<string, number>> {
  const from = place.now();
  for (;;) {
    const rows = await withTx(town, (tx) => tx.payment.findMany({ where: { status: 'succeeded' }, select: { id: true, succeeded_at: true } }), { timeoutMs: 60_000 });
    if (rows.length >= paidAt.size || place.now() - from > PATIENCE_MS) return new Map(rows.map((r) => [r.id, r.succeeded_at!.getTime()]));
    await sleep(500);
  }
}
