import { z } from 'zod';
import { assert } from '@/lib/kernel/assert';
import { equal } from '@/lib/kernel/money';
import { offsetTime } from '../../china-time';
import type { CallContext, CloseOutcome, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { TIMEOUT_MS, unclear } from '../transport';
import type { WalletAccount } from './config';
import { fen, orderFactOf, orderNode, refusalOf } from './mapping';
import { ask, type WalletAnswer } from './wire';

const SUBJECT_MAX = 64;
const created = orderNode.extend({ payUrl: z.url().max(500) });
const pathOf = (orderNo: string, more = ''): string => `/v1/orders/${encodeURIComponent(orderNo)}${more}`;

/** Retry rule: the same number. The wallet answers the same order again, and refuses the number with another amount. */
export async function createOrder(account: WalletAccount, order: CreateOrder, call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'the wallet takes positive yuan amounts');
  const body = {
    orderNo: order.orderNo,
    amountFen: order.amount.minor.toString(),
    currency: 'CNY',
    subject: Array.from(order.subject).slice(0, SUBJECT_MAX).join(''),
    expiresAt: offsetTime(order.expiresAt),
    notifyUrl: account.notifyUrl,
    returnUrl: order.returnUrl,
  };
  const reply = await ask(account, call, { method: 'POST', path: '/v1/orders', body, timeoutMs: TIMEOUT_MS.create });
  if (reply.kind === 'lost')
    return reply.outcome.certainty === 'not-sent' ? reply.outcome : { ...reply.outcome, retry: 'same-number' };
  // Paid already: the number is known there, so only a query says what became of it.
  if (reply.code === 'ORDER_PAID') return { ...unclear(reply.code, 'duplicate-order'), retry: 'query-first' };
  if (reply.status !== 200) {
    const { kind, code, cause } = refusalOf(reply);
    return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : { ...unclear(code, cause), retry: 'same-number' };
  }
  const node = created.safeParse(reply.node);
  if (!node.success) return { ...unclear('answer.malformed'), retry: 'same-number' };
  const amount = fen(node.data.amountFen, node.data.currency);
  if (!isOurs(account, order, node.data) || !amount || !equal(amount, order.amount) || !onOwnHost(account, node.data.payUrl))
    return { ...unclear('answer.mismatch'), retry: 'query-first' };
  return { certainty: 'accepted', present: { kind: 'redirect', url: node.data.payUrl }, channelTradeNo: node.data.walletOrderNo };
}

/** A payer is sent nowhere but to the wallet itself. */
const onOwnHost = (account: WalletAccount, url: string): boolean => new URL(url).host === new URL(account.baseUrl).host;
const isOurs = (account: WalletAccount, order: Pick<OrderRef, 'orderNo'>, node: { merchantNo: string; orderNo: string }): boolean =>
  node.merchantNo === account.config.merchantNo && node.orderNo === order.orderNo;

export async function queryOrder(
  account: WalletAccount, order: Pick<OrderRef, 'orderNo'>, call: CallContext, timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const reply = await ask(account, call, { method: 'GET', path: pathOf(order.orderNo), timeoutMs });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (reply.status === 404 && reply.code === 'ORDER_NOT_FOUND') return { state: 'not-found' };
  if (reply.status !== 200) return unknownOf(reply);
  const node = orderNode.safeParse(reply.node);
  if (!node.success) return { state: 'unknown', code: 'answer.malformed', cause: 'other' };
  return isOurs(account, order, node.data) ? orderFactOf(node.data) : { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
}

function unknownOf(reply: WalletAnswer): { state: 'unknown'; code: string; cause: ReturnType<typeof refusalOf>['cause'] } {
  const { code, cause } = refusalOf(reply);
  return { state: 'unknown', code, cause };
}

/** Retry rule: the same call again. An order that is not found stays unclear: its create may still be on the way. */
export async function closeOrder(account: WalletAccount, order: OrderRef, call: CallContext): Promise<CloseOutcome> {
  const reply = await ask(account, call, { method: 'POST', path: pathOf(order.orderNo, '/close'), body: {}, timeoutMs: TIMEOUT_MS.close });
  if (reply.kind === 'lost') return reply.outcome;
  if (reply.code === 'ORDER_PAID') return { certainty: 'already-paid' };
  if (reply.status !== 200) return reply.code === 'ORDER_NOT_FOUND' ? unclear(reply.code) : closeRefusal(reply);
  const node = orderNode.safeParse(reply.node);
  if (!node.success || !isOurs(account, order, node.data)) return unclear('answer.mismatch');
  return node.data.state === 'CLOSED' ? { certainty: 'closed' } : unclear(`state.${node.data.state}`);
}

function closeRefusal(reply: WalletAnswer): CloseOutcome {
  const { kind, code, cause } = refusalOf(reply);
  return kind === 'refused' ? { certainty: 'declined', code, cause, message: reply.message } : unclear(code, cause);
}
