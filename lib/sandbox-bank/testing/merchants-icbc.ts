/** Tests only: a merchant of ICBC's open platform, written from the public rules apart from the bank's code and the adapter. */
import { randomBytes } from 'node:crypto';
import { rsa2 } from './acks';
import { form, send, type Got, type Onboarded } from './sandbox-for-tests';
import type { DayAnswer } from './day-files';
import type { MerchantClient } from './merchants';

const B2C = '/cardbusiness/aggregatepay/b2c/online';
function icbcFields(m: Onboarded, path: string, content: Readonly<Record<string, string>>): Record<string, string> {
  const fields: Record<string, string> = {
    app_id: m.config.appId!, msg_id: randomBytes(16).toString('hex'), format: 'json', charset: 'UTF-8', sign_type: 'RSA2',
    timestamp: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' '),
    biz_content: JSON.stringify({ mer_id: m.config.merId, icbc_appid: m.config.appId, ...content }),
  };
  const text = `${path}?${Object.keys(fields).sort().map((name) => `${name}=${fields[name]!}`).join('&')}`;
  return { ...fields, sign: rsa2(text, m.secrets.merchantPrivateKeyPem!) };
}
const icbcCall = (m: Onboarded, path: string, content: Readonly<Record<string, string>>): Promise<Got | null> =>
  send(m.baseUrl + path, form(icbcFields(m, path, content)));
const node = (got: Got | null): Record<string, unknown> =>
  (JSON.parse(got!.text) as { response_biz_content: Record<string, unknown> }).response_biz_content;

export const icbcClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    icbcCall(m, `/ui${B2C}/ui/consumepurchaseshowpay/V1`, {
      mer_prtcl_no: m.config.merPrtclNo!, out_trade_no: orderNo, total_fee: String(fen), body: subject, notify_type: 'HS', result_type: '0',
      mer_url: m.notifyUrl, expire_time: '999999',
    }),
  query: (orderNo) => icbcCall(m, `/api${B2C}/orderqry/V1`, { out_trade_no: orderNo, deal_flag: '0' }),
  refund: (orderNo, refundNo, fen) =>
    icbcCall(m, `/api${B2C}/merrefund/V1`, { out_trade_no: orderNo, outtrx_serial_no: refundNo, ret_total_amt: String(fen) }),
  said: (got) => String(node(got).pay_status ?? node(got).return_code),
});
export const ICBC_WORDS = { paid: '0', unclear: '2', missing: '93001', waiting: '4' } as const;

export async function icbcDay(m: Onboarded, date: string): Promise<DayAnswer> {
  const got = (await icbcCall(m, `/api${B2C}/paydownload/V1`, { bill_date: date.replaceAll('-', '') }))!;
  const url = node(got).file_url;
  return { said: String(node(got).return_code), file: typeof url === 'string' ? (await send(url))!.bytes : null };
}
