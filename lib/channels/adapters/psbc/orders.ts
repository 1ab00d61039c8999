import { assert } from '@/lib/kernel/assert';
import { toDecimal } from '@/lib/kernel/money';
import { compactTime } from '../../china-time';
import type { CallContext, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { TIMEOUT_MS } from '../transport';
import type { PsbcAccount } from './config';
import { orderFactOf, refusalOf } from './mapping';
import { gateway, post, signedForm } from './wire';

const MINUTE_MS = 60_000;

/** Retry rule: none is needed. The payer's browser carries the signed form; the same form is the same order. */
export async function createOrder(account: PsbcAccount, order: CreateOrder, _call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'PSBC takes positive yuan amounts');
  const { profile } = account.config;
  const fields = signedForm(account, profile.transNames.create, {
    TermSsn: order.orderNo,
    MercDtTm: compactTime(order.createdAt),
    TranAmt: toDecimal(order.amount),
    LimitTime: String(Math.max(1, Math.floor((order.expiresAt - order.createdAt) / MINUTE_MS))),
    MercUrl: encodeURIComponent(account.notifyUrl),
    ...(profile.returnUrlField !== '' && { [profile.returnUrlField]: encodeURIComponent(order.returnUrl) }),
    Remark: encodeURIComponent(Array.from(order.subject).slice(0, 20).join('')),
  });
  return { certainty: 'accepted', present: { kind: 'form', action: gateway(account), charset: 'utf-8', fields } };
}

export async function queryOrder(
  account: PsbcAccount, order: Pick<OrderRef, 'orderNo'>, call: CallContext, timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const { profile } = account.config;
  const reply = await post(account, call, { transName: profile.transNames.query, fields: { TermSsn: order.orderNo }, timeoutMs });
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.notFoundCodes.includes(reply.code)) return { state: 'not-found' };
  if (!reply.ok) return { state: 'unknown', code: reply.code, cause: refusalOf(reply, account).cause };
  return reply.fields['TermSsn'] === order.orderNo ? orderFactOf(reply.fields, account) : { state: 'unknown', code: 'answer.mismatch', cause: 'other' };
}
