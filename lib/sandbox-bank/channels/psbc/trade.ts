/** PSBC's trades: the payer's form and what the merchant asks. All but IPER and IPSR are sandbox conventions. */
import { z } from 'zod';
import { bankStamp } from '../../bank/clock';
import { html, redirect, type Incoming, type Reply } from '../../bank/http';
import { stateOf, type RefundResult, type StateNow } from '../../bank/ledger';
import { fenOf, yuan } from '../../bank/text';
import type { Merchant, Order, Refund } from '../../bank/types';
import { resultPage } from '../../pages/payer-page';
import { billFlow, createFlow, queryFlow, refundFlow, refundQueryFlow } from '../flows';
import { success, tell, unclear, type Asked, type Fields } from './wire';

const DEFAULT_MINUTES = 1_440;
const FormSchema = z.object({
  TermSsn: z.string().regex(/^[0-9A-Za-z]{1,32}$/),
  MercDtTm: z.string().regex(/^\d{14}$/),
  TranAmt: z.string(),
  LimitTime: z.string().regex(/^\d{1,6}$/).default(String(DEFAULT_MINUTES)),
  MercUrl: z.string().max(600).transform(decodeURIComponent).pipe(z.url().max(255)),
  RetUrl: z.string().max(900).default('').transform(decodeURIComponent),
  Remark: z.string().max(400).default('').transform(decodeURIComponent),
});

export const payerPath = (order: Order): string => `/psbc/pay/${order.token}`;
const tradeNo = (_day: string, digits: string): string => digits.slice(0, 16);
const dayOf = (at: number): string => bankStamp(at).slice(0, 8);
const trouble = (asked: Asked) => ({ maintenance: () => unclear(asked), systemError: () => unclear(asked) });

export function payment({ bank, merchant, fields }: Asked, request: Incoming): Promise<Reply> | Reply {
  const refused = () => html(resultPage('refused', request.lang), 400);
  const parsed = FormSchema.safeParse(fields);
  const amountFen = parsed.success ? fenOf(parsed.data.TranAmt) : null;
  if (!parsed.success || amountFen === null || amountFen <= 0n) return refused();
  const wanted = parsed.data;
  return createFlow(bank, {
    channel: 'psbc', merchantNo: merchant.merchantNo, orderNo: wanted.TermSsn, amountFen, subject: wanted.Remark || '商户订单',
    expiresAt: bank.clock.now() + Number(wanted.LimitTime) * 60_000, notifyUrl: wanted.MercUrl, returnUrl: wanted.RetUrl, request: {}, tradeNo,
  }, {
    maintenance: () => html(resultPage('maintenance', request.lang), 503),
    systemError: () => html(resultPage('error', request.lang), 500),
    made: (order) => redirect(payerPath(order)),
    refuse: (why) => (why === 'differs' ? refused() : html(resultPage('closed', request.lang), 400)),
  });
}

const STATES: Readonly<Record<StateNow, string>> = { paid: '00', pending: '01', failed: '02', closed: '05', expired: '05' };

/** What answers and callbacks say of a payment. */
export const orderFields = (merchant: Merchant, order: Order, state: StateNow, amountFen = BigInt(order.amount)): Fields => ({
  MercCode: merchant.merchantNo,
  TermSsn: order.orderNo,
  AcqSsn: order.tradeNo,
  SttDate: dayOf(order.paidAt ?? order.createdAt),
  TranAmt: yuan(amountFen),
  Ccy: '156',
  TranSt: STATES[state],
  TranDtTm: bankStamp(order.paidAt ?? order.createdAt),
});

const REFUND_STATES = { processing: '03', succeeded: '00', failed: '02' } as const;
export const refundFields = (merchant: Merchant, order: Order, refund: Refund, amountFen = BigInt(refund.amount)): Fields => ({
  MercCode: merchant.merchantNo,
  TermSsn: refund.refundNo,
  OTermSsn: order.orderNo,
  AcqSsn: refund.tradeNo,
  SttDate: dayOf(refund.finishedAt ?? refund.createdAt),
  TranAmt: yuan(amountFen),
  Ccy: '156',
  TranSt: REFUND_STATES[refund.status],
  TranDtTm: bankStamp(refund.finishedAt ?? refund.createdAt),
});

export function query(asked: Asked): Promise<Reply> {
  const { bank, merchant, fields } = asked;
  const orderNo = fields.TermSsn ?? '';
  const order = bank.orders.byNumber('psbc', merchant.merchantNo, orderNo);
  return queryFlow(bank, { merchant, order, orderNo }, {
    ...trouble(asked),
    found: (found) => success(asked, orderFields(merchant, found, stateOf(bank, found))),
    unclear: () => unclear(asked),
    missing: () => tell(asked, 'PSB00404', { RespMsg: '交易不存在' }),
  });
}

const REFUSALS: Readonly<Record<Exclude<RefundResult, { ok: true }>['code'], string>> = {
  'not-paid': 'PSB00421', exceeds: 'PSB00422', 'too-many': 'PSB00423', 'duplicate-differs': 'PSB00424',
};

/** The original must be named rightly three times: by our number, the bank's serial and its settlement date. */
export function refund(asked: Asked): Promise<Reply> {
  const { bank, merchant, fields } = asked;
  const amountFen = fenOf(fields.TranAmt ?? '');
  const refundNo = fields.TermSsn ?? '';
  if (amountFen === null || !/^[0-9A-Za-z_-]{1,40}$/.test(refundNo)) return tell(asked, 'PSB00400', { RespMsg: '报文要素有误' });
  const found = bank.orders.byTrade('psbc', merchant.merchantNo, fields.OAcqSsn ?? '');
  const order = found?.orderNo === fields.OTermSsn && dayOf(found?.paidAt ?? 0) === fields.OSttDate ? found : undefined;
  const what = { merchant, order, orderNo: fields.OTermSsn ?? '', refundNo, amountFen, notifyUrl: order?.notifyUrl ?? '', tradeNo };
  return refundFlow(bank, what, {
    ...trouble(asked),
    made: (of, made) => success(asked, refundFields(merchant, of, made)),
    refuse: (why) => tell(asked, REFUSALS[why]),
    missing: () => tell(asked, 'PSB00404', { RespMsg: '原交易不存在' }),
  });
}

export function queryRefund(asked: Asked): Promise<Reply> {
  return refundQueryFlow(asked.bank, asked.merchant, asked.fields.TermSsn ?? '', {
    ...trouble(asked),
    found: (order, found) => success(asked, refundFields(asked.merchant, order, found)),
    missing: () => tell(asked, 'PSB00404', { RespMsg: '交易不存在' }),
  });
}

export function file(asked: Asked): Promise<Reply> {
  return billFlow(asked.bank, asked.merchant, asked.fields.SttDate ?? '', {
    ...trouble(asked),
    late: () => tell(asked, 'PSB00602'),
    none: () => tell(asked, 'PSB00604'),
    file: (bytes, FileName) => success(asked, { SttDate: asked.fields.SttDate ?? '', FileName, FileContent: Buffer.from(bytes).toString('base64') }),
  });
}
