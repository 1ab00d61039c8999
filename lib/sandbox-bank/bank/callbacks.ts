/** Decides what callbacks an event causes, misbehaviours included, and records them. */
import type { Fault } from '../faults';
import type { Bank } from './bank';
import { inOtherCurrency, otherMerchant } from './forgeries';
import type { CallbackVariant, Delivery, DeliveryState, Merchant, Order, Refund } from './types';

const FORGERY_LEAD_MS = 100;

/** What comes before the genuine one, each once. */
const STRANGERS: readonly (readonly [Fault, CallbackVariant])[] = [
  ['callback-forged', 'forged'],
  ['callback-altered', 'altered'],
  ['callback-other-merchant', 'other-merchant'],
  ['callback-replayed', 'replayed'],
  ['callback-signtest', 'signtest'],
  ['callback-wrong-serial', 'wrong-serial'],
  ['callback-crlf-changed', 'crlf-changed'],
  ['callback-expired-certificate', 'expired-certificate'],
  ['callback-foreign-certificate', 'foreign-certificate'],
  ['callback-sm2-encoding', 'sm2-raw'],
  ['callback-sm2-user-id', 'sm2-user-id'],
  ['callback-sm4-mode', 'sm4-mode'],
];

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
    const whose = variant === 'other-merchant' ? otherMerchant(merchant) : merchant;
    const said = refund ? sim.refundContent(bank, whose, order, refund, amount) : sim.payContent(bank, whose, order, amount);
    const content = variant === 'wrong-currency' ? (inOtherCurrency(said) ?? said) : said;
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
  for (const [fault, variant] of STRANGERS) {
    const struck = rules.strike(fault, occasion);
    if (struck) made.push(insert(variant, 'waiting', now, 1, struck.deltaFen ?? 0));
  }
  if (rules.strike('callback-lost', occasion) || (!refund && rules.applies('paid-at-last-second', { ...occasion, operation: 'pay' })))
    return [...made, insert('genuine', 'lost', null, 1, 0)];
  const late = rules.strike('callback-late', occasion) ?? (refund ? null : rules.strike('callback-out-of-order', occasion));
  const duplicate = rules.strike('callback-duplicate', occasion);
  const wrong = rules.strike('callback-wrong-amount', occasion);
  const foreign = rules.strike('callback-wrong-currency', occasion);
  const unclear = refund ? 0 : (order.unclearUntil ?? 0);
  const lateMs = late ? clock.scaled((late.seconds ?? 0) * 1000) : 0;
  const base = Math.max(unclear, now + lateMs + (made.length > 0 ? FORGERY_LEAD_MS : 0));
  const spelled = rules.strike('callback-sign-type-signed', occasion);
  const variant: CallbackVariant = wrong ? 'wrong-amount' : foreign ? 'wrong-currency' : spelled ? 'sign-type-signed' : 'genuine';
  made.push(insert(variant, 'waiting', base, Math.min(50, duplicate?.copies ?? 1), wrong?.deltaFen ?? 0));
  return made;
}
