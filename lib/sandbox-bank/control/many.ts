/** Orders by the thousand, for load: copies of one that came over the channel's own wire, paid together; and how their callbacks were answered. */
import { z } from 'zod';
import type { Bank } from '../bank/bank';
import { seededDigits, seededHex } from '../bank/crypto';
import { payOrder } from '../bank/ledger';
import type { Channel, Order } from '../bank/types';

const number = z.string().regex(/^[0-9A-Za-z_\-|*]{1,64}$/);
export const CopiesSchema = z.strictObject({ copies: z.array(z.strictObject({ orderNo: number, amountFen: z.string().regex(/^[1-9]\d{0,12}$/) })).max(2_000) });
export const PayManySchema = z.strictObject({ orderNos: z.array(number).max(2_000) });

/** The same order again under other numbers and amounts, as if each had been made over the wire. */
export function copyOrder(bank: Bank, pattern: Order, copies: z.infer<typeof CopiesSchema>['copies']): number {
  bank.db.transaction(() => {
    for (const { orderNo, amountFen } of copies) {
      const { id: _id, status: _status, paidAt: _paid, closedAt: _closed, failCode: _fail, unclearUntil: _unclear, ...rest } = pattern;
      const name = [pattern.channel, pattern.merchantNo, orderNo];
      const digits = seededDigits(20, bank.options.seed, 'trade', ...name);
      const at = pattern.tradeNo.length - 12;
      bank.orders.insert({
        ...rest,
        orderNo,
        amount: amountFen,
        token: seededHex(bank.options.seed, 'token', ...name).slice(0, 20),
        tradeNo: `${pattern.tradeNo.slice(0, Math.max(0, at))}${digits.slice(0, pattern.tradeNo.length - Math.max(0, at))}`,
        request: pattern.request.replaceAll(pattern.orderNo, orderNo),
        notifyUrl: pattern.notifyUrl,
      });
    }
  });
  return copies.length;
}

/** How many of them the bank took the money of. */
export function payMany(bank: Bank, channel: Channel, orderNos: readonly string[]): number {
  let paid = 0;
  for (const orderNo of orderNos) {
    const order = bank.orders.byNumber(channel, null, orderNo);
    if (order && payOrder(bank, order).ok) paid++;
  }
  return paid;
}

/** Every try of every callback so far: how long the other side took, and how it answered. */
export function callbackFigures(bank: Bank) {
  const times = bank.db.all<{ ms: number; ok: number }>('SELECT durationMs AS ms, acknowledged AS ok FROM attempts ORDER BY durationMs');
  const share = (part: number): number => times[Math.min(times.length - 1, Math.floor(times.length * part))]?.ms ?? 0;
  const states = bank.db.all<{ state: string; n: number }>('SELECT state, COUNT(*) AS n FROM deliveries GROUP BY state');
  return {
    sent: times.length, acknowledged: times.filter((t) => t.ok === 1).length, p50Ms: share(0.5), p95Ms: share(0.95), p99Ms: share(0.99), worstMs: times.at(-1)?.ms ?? 0,
    paidOrders: bank.db.one<{ n: number }>("SELECT COUNT(*) AS n FROM orders WHERE status = 'paid'")?.n ?? 0,
    refused: bank.db.all<{ channel: string; kind: string; answer: string; n: number }>(
      `SELECT d.channel, d.kind, a.status || ' ' || a.answer AS answer, COUNT(*) AS n FROM attempts a JOIN deliveries d ON d.id = a.deliveryId
       WHERE a.acknowledged = 0 GROUP BY 1, 2, 3 ORDER BY n DESC LIMIT 10`,
    ),
    deliveries: Object.fromEntries(states.map((s) => [s.state, s.n])),
  };
}
