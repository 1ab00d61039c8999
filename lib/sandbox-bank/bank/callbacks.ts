/** Decides what callbacks an event causes, misbehaviours included, and records them. */
import type { Bank } from './bank';
import type { CallbackVariant, Delivery, DeliveryState, Merchant, Order, Refund } from './types';

const FORGERY_LEAD_MS = 100;

interface Event {
  readonly merchant: Merchant;
  readonly order: Order;
  readonly refund: Refund | null;
}

/** To be called inside the transaction of the event; answers the deliveries to launch after it. */
export function recordCallbacks(bank: Bank, event: Event): Delivery[] {
  const { merchant, order, refund } = event;
  const url = refund ? refund.notifyUrl : order.notifyUrl;
  if (url === '') return [];
  const { rules, clock } = bank;
  const occasion = { channel: order.channel, merchantNo: order.merchantNo, orderNo: order.orderNo, operation: 'callback' as const };
  const now = clock.now();
  const insert = (variant: CallbackVariant, state: DeliveryState, nextAt: number | null, copies: number, deltaFen: number): Delivery => {
    const sim = bank.sims[order.channel];
    const amount = BigInt(refund ? refund.amount : order.amount) + BigInt(Math.trunc(deltaFen));
    const content = refund ? sim.refundContent(bank, merchant, order, refund, amount) : sim.payContent(bank, merchant, order, amount);
    return bank.deliveries.insert({
      channel: order.channel,
      merchantNo: order.merchantNo,
      orderNo: order.orderNo,
      refundNo: refund?.refundNo ?? null,
      kind: refund ? 'refund' : 'pay',
      variant,
      url,
      content: JSON.stringify(content),
      copies,
      state,
      nextAt,
      createdAt: now,
    });
  };
  const made: Delivery[] = [];
  const forged = rules.strike('callback-forged', occasion);
  if (forged) made.push(insert('forged', 'waiting', now, 1, forged.deltaFen ?? 0));
  if (rules.strike('callback-lost', occasion)) return [...made, insert('genuine', 'lost', null, 1, 0)];
  const late = rules.strike('callback-late', occasion);
  const duplicate = rules.strike('callback-duplicate', occasion);
  const wrong = rules.strike('callback-wrong-amount', occasion);
  const unclear = refund ? 0 : (order.unclearUntil ?? 0);
  const base = Math.max(unclear, now + (late ? clock.scaled((late.seconds ?? 0) * 1000) : 0) + (forged ? FORGERY_LEAD_MS : 0));
  made.push(insert(wrong ? 'wrong-amount' : 'genuine', 'waiting', base, Math.min(50, duplicate?.copies ?? 1), wrong?.deltaFen ?? 0));
  return made;
}
