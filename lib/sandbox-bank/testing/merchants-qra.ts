/** Tests only: a merchant of QRA, written from the public rules apart from the bank's code and the adapter. */
import { createHash } from 'node:crypto';
import type { DayAnswer } from './day-files';
import type { MerchantClient } from './merchants';
import { send, type Got, type Onboarded } from './sandbox-for-tests';

type Fields = Readonly<Record<string, string>>;

export const qraText = (fields: Fields): string =>
  Object.entries(fields).filter(([name, value]) => name !== 'sign' && value !== '').sort(([a], [b]) => (a < b ? -1 : 1)).map(([n, v]) => `${n}=${v}`).join('&');
export const qraMd5 = (fields: Fields, key: string): string => createHash('md5').update(`${qraText(fields)}&key=${key}`).digest('hex').toUpperCase();
export const qraField = (got: Got | null, name: string): string => new RegExp(`<${name}><!\\[CDATA\\[([\\s\\S]*?)\\]\\]></${name}>`).exec(got!.text)?.[1] ?? '';

export function qraCall(m: Onboarded, service: string, fields: Fields): Promise<Got | null> {
  const whole: Fields = { service, version: '2.0', charset: 'UTF-8', sign_type: 'MD5', mch_id: m.config.mchId!, nonce_str: 'abc', ...fields };
  const body = Object.entries({ ...whole, sign: qraMd5(whole, m.secrets.key!) }).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`).join('');
  return send(`${m.baseUrl}/pay/gateway`, { method: 'POST', body: `<xml>${body}</xml>`, headers: { 'content-type': 'text/xml' } });
}

export const qraClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    qraCall(m, 'unified.trade.native', {
      out_trade_no: orderNo, body: subject, total_fee: String(fen), mch_create_ip: '127.0.0.1', notify_url: m.notifyUrl, time_expire: '20401231235959',
    }),
  query: (orderNo) => qraCall(m, 'unified.trade.query', { out_trade_no: orderNo }),
  refund: (orderNo, refundNo, fen, totalFen) =>
    qraCall(m, 'unified.trade.refund', { out_trade_no: orderNo, out_refund_no: refundNo, total_fee: String(totalFen), refund_fee: String(fen), op_user_id: 'x' }),
  said: (got) => qraField(got, 'trade_state') || qraField(got, 'err_code') || qraField(got, 'result_code'),
});
export const QRA_WORDS = { paid: 'SUCCESS', unclear: 'SYSTEMERROR', missing: 'ORDERNOTEXIST', waiting: 'NOTPAY' } as const;

export async function qraDay(m: Onboarded, date: string): Promise<DayAnswer> {
  const got = await qraCall(m, 'pay.bill.merchant', { bill_date: date.replaceAll('-', '') });
  const content = qraField(got, 'file_content');
  return { said: got!.text, file: content === '' ? null : Buffer.from(content, 'base64') };
}
