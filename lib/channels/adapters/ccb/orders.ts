import { assert } from '@/lib/kernel/assert';
import { toDecimal } from '@/lib/kernel/money';
import { chinaDate, compactTime, readCompactDate, readCompactTime } from '../../china-time';
import type { CallContext, CreateOrder, CreateOutcome, OrderFact, OrderRef } from '../../port';
import { writeForm } from '../form';
import { addressOf, TIMEOUT_MS } from '../transport';
import type { CcbAccount } from './config';
import { orderFactOf, yuan } from './mapping';
import { payMac, queryMac } from './signature';
import { askWeb, RETURN_OK, WEB_ENTRY } from './wire';
import { allNamed, textAt, type XmlElement } from '../xml';

/** Aggregated payment page (530550, RETURNTYPE 2): an address the payer's browser is sent to. The return address is set at the bank. */
export async function createOrder(account: CcbAccount, order: CreateOrder, _call: CallContext): Promise<CreateOutcome> {
  assert(order.amount.currency === 'CNY' && order.amount.minor > 0n, 'CCB takes positive yuan amounts');
  const { merchantId, posId, branchId, posPublicKeyTail30 } = account.config;
  const fields = {
    MERCHANTID: merchantId,
    POSID: posId,
    BRANCHID: branchId,
    ORDERID: order.orderNo,
    PAYMENT: toDecimal(order.amount),
    CURCODE: '01',
    TXCODE: '530550',
    REMARK1: '',
    REMARK2: '',
    RETURNTYPE: '2',
    TIMEOUT: compactTime(order.expiresAt),
  };
  const url = `${addressOf(account, WEB_ENTRY)}&${writeForm({ ...fields, MAC: payMac(fields, posPublicKeyTail30) })}`;
  return { certainty: 'accepted', present: { kind: 'redirect', url } };
}

/** Today's orders are unsettled (KIND 0), earlier ones are settled (KIND 1); an order of yesterday may be in either. */
export async function queryOrder(
  account: CcbAccount,
  order: Pick<OrderRef, 'orderNo' | 'createdAt'>,
  call: CallContext,
  timeoutMs: number = TIMEOUT_MS.query,
): Promise<OrderFact> {
  const unsettled = await queryKind(account, order, '0', call, timeoutMs);
  const today = chinaDate(order.createdAt) === chinaDate(call.clock.now());
  return unsettled.state !== 'not-found' || today ? unsettled : queryKind(account, order, '1', call, timeoutMs);
}

async function queryKind(
  account: CcbAccount,
  order: Pick<OrderRef, 'orderNo' | 'createdAt'>,
  kind: '0' | '1',
  call: CallContext,
  timeoutMs: number,
): Promise<OrderFact> {
  const { merchantId, posId, branchId, operator, profile } = account.config;
  const fields = {
    MERCHANTID: merchantId,
    BRANCHID: branchId,
    POSID: posId,
    ORDERDATE: chinaDate(order.createdAt).replaceAll('-', ''),
    BEGORDERTIME: '00:00:00',
    ENDORDERTIME: '23:59:59',
    ORDERID: order.orderNo,
    QUPWD: account.secrets.operatorPassword,
    TXCODE: '410408',
    TYPE: '0',
    KIND: kind,
    // Settled orders cannot be asked for in every state at once; there only paid ones exist.
    STATUS: kind === '0' ? '3' : '1',
    SEL_TYPE: '3',
    PAGE: '1',
    OPERATOR: operator,
    CHANNEL: '',
  };
  const reply = await askWeb(account, call, { ...fields, MAC: queryMac(fields) }, timeoutMs);
  if (reply.kind === 'lost') return { state: 'unknown', code: reply.outcome.code, cause: reply.outcome.cause };
  if (profile.notFoundCodes.includes(reply.returnCode)) return { state: 'not-found' };
  if (reply.returnCode !== RETURN_OK) return { state: 'unknown', code: reply.returnCode, cause: 'other' };
  const rows = allNamed(reply.root, 'QUERYORDER').filter((row) => textAt(row, 'ORDERID') === order.orderNo);
  if (rows.length === 0) return { state: 'not-found' };
  return factOfRows(rows, order, call);
}

/** An order tried several times has several rows; the one that took money is the truth, then the one still under way. */
function factOfRows(rows: readonly XmlElement[], order: Pick<OrderRef, 'orderNo'>, call: CallContext): OrderFact {
  const facts = rows.map((row) =>
    orderFactOf({
      orderNo: order.orderNo,
      amount: yuan(textAt(row, 'AMOUNT')),
      statusCode: textAt(row, 'STATUSCODE'),
      paidAt: readCompactTime(textAt(row, 'ORDERDATE')) ?? call.clock.now(),
      settleDate: readCompactDate(textAt(row, 'ACCDATE')),
    }),
  );
  const first = (state: OrderFact['state']) => facts.find((fact) => fact.state === state);
  return first('paid') ?? first('unknown') ?? first('failed') ?? { state: 'not-found' };
}
