/** Tests only: a merchant of BOCOM's open platform, written from the public rules apart from the bank's code and the adapter. */
import { randomBytes } from 'node:crypto';
import { rsa2 } from './acks';
import { form, send, type Got, type Onboarded } from './sandbox-for-tests';
import type { DayAnswer } from './day-files';
import type { MerchantClient } from './merchants';

const yuan = (fen: number) => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
const chinaStamp = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '');
/** Fixed for the run: the day is part of an order's name. */
const DAY = chinaStamp(Date.now()).slice(0, 8);

function mpng(m: Onboarded, transaction: string, body: Readonly<Record<string, string>>): Promise<Got | null> {
  const path = `/api/pmssMpng/${transaction}/v1`;
  const fields: Record<string, string> = {
    app_id: m.config.appId!, msg_id: randomBytes(16).toString('hex'), timestamp: '2026-11-22 10:00:00', fmt_type: 'json', charset: 'UTF-8',
    biz_content: JSON.stringify({ req_head: { trans_time: chinaStamp(Date.now()), version: '1.0' }, req_body: { mer_ptc_id: m.config.merPtcId, ...body } }),
  };
  const text = `${path}?${Object.keys(fields).sort().map((name) => `${name}=${fields[name]!}`).join('&')}`;
  return send(m.baseUrl + path, form({ ...fields, sign: rsa2(text, m.secrets.merchantPrivateKeyPem!) }));
}

interface Answer {
  readonly rsp_head: { readonly response_code: string };
  readonly rsp_body: Readonly<Record<string, string>>;
}
const answerOf = (got: Got | null): Answer => (JSON.parse(got!.text) as { rsp_biz_content: Answer }).rsp_biz_content;

export const bocomClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    mpng(m, 'MPNG210005', {
      mer_trade_date: DAY, mer_trade_time: '100000', pay_mer_tran_no: orderNo, total_amount: yuan(fen), currency: 'CNY', tran_scene: 'B2C-QRCODE-AGGREGATE',
      tran_content: subject, notify_url: `${m.config.appId}@${m.notifyUrl}`, valid_period: chinaStamp(Date.now() + 300 * 86_400_000),
    }),
  query: (orderNo) => mpng(m, 'MPNG020702', { mer_trade_date: DAY, pay_mer_tran_no: orderNo }),
  refund: (orderNo, refundNo, fen) =>
    mpng(m, 'MPNG020701', {
      mer_trade_date: DAY, pay_mer_tran_no: orderNo, mer_refund_date: DAY, mer_refund_time: '110000', refund_mer_tran_no: refundNo, amount: yuan(fen),
      currency: 'CNY', notify_url: `${m.config.appId}@${m.notifyUrl}`,
    }),
  said: (got) => answerOf(got).rsp_body.order_status ?? answerOf(got).rsp_head.response_code,
});
export const BOCOM_WORDS = { paid: 'PAIED', unclear: 'MPNG9003', missing: 'MPNG4004', waiting: 'WAITPAY' } as const;

export async function bocomDay(m: Onboarded, date: string): Promise<DayAnswer> {
  const { rsp_head, rsp_body } = answerOf(await mpng(m, 'MPNG020710', { bill_date: date.replaceAll('-', '') }));
  return { said: rsp_head.response_code, file: rsp_body.file_content ? Buffer.from(rsp_body.file_content, 'base64') : null };
}
