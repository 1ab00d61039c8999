/**
 * The lives of orders and refunds, which are the same at every bank; a channel brings only its words. Each runs under the misbehaviours
 * that strike it.
 */
import { isBusinessDate, type BusinessDate } from '@/lib/kernel/time';
import type { Bank } from '../bank/bank';
import { seededHex } from '../bank/crypto';
import { newRsaKey, type KeyPems } from '../bank/crypto';
import { answer, type Incoming, type Reply } from '../bank/http';
import { closeOrder, isUnclear, makeOrder, makeRefund, stateOf, type OrderInput, type RefundResult, type StateNow } from '../bank/ledger';
import { newSm2Key, type Sm2Keys } from '../bank/sm2';
import { goodUntil, leaving } from '../bank/oddities';
import { statementOf } from '../bank/statements';
import type { Channel, Merchant, Operation, Order, Refund } from '../bank/types';
import { underFaults } from '../bank/under-faults';
import { kept } from '../store/merchants';

/** A member of a request that is text; anything else is as good as absent. */
export const textIn = (content: Readonly<Record<string, unknown>>, name: string): string => {
  const value = content[name];
  return typeof value === 'string' ? value.slice(0, 128) : '';
};

type Said = Reply | Promise<Reply>;

/** How a channel says that it cannot answer at all. */
export interface Trouble {
  maintenance(): Said;
  systemError(): Said;
  busy?(): Said;
}

const frame = (bank: Bank, channel: Channel, merchantNo: string, orderNo: string, operation: Operation, trouble: Trouble) => ({
  channel,
  subject: { merchantNo, orderNo, operation },
  maintenance: () => trouble.maintenance(),
  systemError: () => trouble.systemError(),
  ...(trouble.busy && { busy: () => trouble.busy!() }),
});

export interface CreateWords extends Trouble {
  made(order: Order): Said;
  refuse(why: 'differs' | 'paid' | 'closed' | 'expired'): Said;
}

/** The same number with the same amount and content is the same order while it can be paid. */
export function createFlow(bank: Bank, input: OrderInput, say: CreateWords): Promise<Reply> {
  let made: Order | undefined;
  return underFaults(bank, {
    ...frame(bank, input.channel, input.merchantNo, input.orderNo, 'create', say),
    madeOrder: () => made,
    run: () => {
      const existing = bank.orders.byNumber(input.channel, input.merchantNo, input.orderNo);
      if (existing) {
        const state = stateOf(bank, existing);
        if (state === 'paid') return say.refuse('paid');
        if (state !== 'pending') return say.refuse('closed');
        return existing.amount === input.amountFen.toString() ? say.made(existing) : say.refuse('differs');
      }
      if (input.expiresAt <= bank.clock.now()) return say.refuse('expired');
      made = makeOrder(bank, input);
      return say.made(made);
    },
  });
}

export interface Asked {
  readonly merchant: Merchant;
  readonly order: Order | undefined;
  /** The number as asked for, known or not. */
  readonly orderNo: string;
}

export interface QueryWords extends Trouble {
  found(order: Order, state: StateNow): Said;
  unclear(): Said;
  missing(): Said;
}

export function queryFlow(bank: Bank, { merchant, order, orderNo }: Asked, say: QueryWords): Promise<Reply> {
  return underFaults(bank, {
    ...frame(bank, merchant.channel, merchant.merchantNo, order?.orderNo ?? orderNo, 'query', say),
    run: (telling) => {
      if (!order || telling === 'not-found') return say.missing();
      return telling === 'unclear' || isUnclear(bank, order) ? say.unclear() : say.found(order, stateOf(bank, order));
    },
  });
}

export interface CloseWords extends Trouble {
  closed(order: Order): Said;
  paid(order: Order): Said;
  missing(): Said;
}

export function closeFlow(bank: Bank, { merchant, order, orderNo }: Asked, say: CloseWords): Promise<Reply> {
  return underFaults(bank, {
    ...frame(bank, merchant.channel, merchant.merchantNo, order?.orderNo ?? orderNo, 'close', say),
    run: () => {
      if (!order) return say.missing();
      const closed = closeOrder(bank, order);
      return closed.ok ? say.closed(closed.order) : say.paid(closed.order);
    },
  });
}

export interface RefundAsked extends Asked {
  readonly refundNo: string;
  readonly amountFen: bigint;
  readonly notifyUrl: string;
  readonly tradeNo: (day: string, digits: string) => string;
}
export interface RefundWords extends Trouble {
  made(order: Order, refund: Refund): Said;
  refuse(why: Exclude<RefundResult, { ok: true }>['code']): Said;
  missing(): Said;
}

export function refundFlow(bank: Bank, asked: RefundAsked, say: RefundWords): Promise<Reply> {
  const { merchant, order, orderNo } = asked;
  return underFaults(bank, {
    ...frame(bank, merchant.channel, merchant.merchantNo, order?.orderNo ?? orderNo, 'refund', say),
    run: () => {
      if (!order) return say.missing();
      const { refundNo, amountFen, notifyUrl, tradeNo } = asked;
      const made = makeRefund(bank, { order, refundNo, amountFen, notifyUrl, request: {}, tradeNo });
      return made.ok ? say.made(order, made.refund) : say.refuse(made.code);
    },
  });
}

export interface RefundQueryWords extends Trouble {
  found(order: Order, refund: Refund): Said;
  missing(): Said;
}

export function refundQueryFlow(bank: Bank, merchant: Merchant, refundNo: string, say: RefundQueryWords): Promise<Reply> {
  const refund = bank.orders.refundByNumber(merchant.channel, merchant.merchantNo, refundNo);
  const order = refund && bank.orders.byId(refund.orderId);
  return underFaults(bank, {
    ...frame(bank, merchant.channel, merchant.merchantNo, order?.orderNo ?? refundNo, 'refund-query', say),
    run: () => (order && refund ? say.found(order, refund) : say.missing()),
  });
}

export interface BillWords extends Trouble {
  file(bytes: Uint8Array, fileName: string): Said;
  late(): Said;
  none(): Said;
}

/** `date`: `20261122` or `2026-11-22`. */
export function billFlow(bank: Bank, merchant: Merchant, date: string, say: BillWords): Promise<Reply> {
  const day = date.replace(/^(\d{4})[-/]?(\d{2})[-/]?(\d{2})$/, '$1-$2-$3');
  return underFaults(bank, {
    ...frame(bank, merchant.channel, merchant.merchantNo, day, 'statement', say),
    run: () => {
      if (!isBusinessDate(day)) return say.none();
      const made = statementOf(bank, merchant, day as BusinessDate, true);
      if (made.kind === 'late') return say.late();
      return made.kind === 'file' ? say.file(leaving(bank, merchant, day as BusinessDate, made.file), made.file.fileName) : say.none();
    },
  });
}

const FILE_LIFE_MS = 300_000;
const tokenOf = (bank: Bank, merchant: Merchant, date: string, until: number): string =>
  `${merchant.merchantNo}.${date}.${until}.${seededHex(bank.options.seed, 'file', merchant.channel, merchant.merchantNo, date, until).slice(0, 32)}`;

/** An address of a day file, good for five minutes. */
export const fileAddress = (bank: Bank, request: Incoming, merchant: Merchant, date: string): string =>
  `${request.origin}/${merchant.channel}/file?token=${tokenOf(bank, merchant, date, goodUntil(bank, merchant, date as BusinessDate, FILE_LIFE_MS))}`;

export function fileAt(bank: Bank, channel: Channel, request: Incoming): Reply {
  const token = request.query.get('token') ?? '';
  const [merchantNo = '', date = '', until = '0'] = token.split('.');
  const merchant = bank.merchants.byNo(channel, merchantNo);
  const good = merchant && isBusinessDate(date) && token === tokenOf(bank, merchant, date, Number(until)) && Number(until) > bank.clock.now();
  const made = good ? statementOf(bank, merchant, date as BusinessDate, false) : null;
  if (made?.kind !== 'file') return answer(403, 'expired', { 'content-type': 'text/plain' });
  return answer(200, leaving(bank, merchant!, date as BusinessDate, made.file), { 'content-type': made.file.contentType });
}

const sm2Keys = new WeakMap<Bank, Map<string, Promise<Sm2Keys>>>();
const rsaKeys = new WeakMap<Bank, Map<string, Promise<KeyPems>>>();

function once<T>(all: WeakMap<Bank, Map<string, Promise<T>>>, bank: Bank, name: string, make: () => Promise<T> | T): Promise<T> {
  const own = all.get(bank) ?? new Map<string, Promise<T>>();
  all.set(bank, own);
  const found = own.get(name) ?? kept(bank.db, name, async () => JSON.stringify(await make())).then((text) => JSON.parse(text) as T);
  own.set(name, found);
  return found;
}

/** A key of one bank, made at its first use and the same after every restart. */
export const sm2KeyOf = (bank: Bank, name: string): Promise<Sm2Keys> => once(sm2Keys, bank, `sm2-${name}`, newSm2Key);
export const rsaKeyOf = (bank: Bank, name: string): Promise<KeyPems> => once(rsaKeys, bank, `rsa-${name}`, newRsaKey);
