/** Tests only: a merchant of SPDB's open API, written from the rule of its vector apart from the adapter. */
import { smSign } from '../channels/spdb/wire';
import type { DayAnswer } from './day-files';
import type { MerchantClient } from './merchants';
import { send, type Got, type Onboarded } from './sandbox-for-tests';

const yuan = (fen: number) => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

export function spdbCall(m: Onboarded, path: string, fields: Readonly<Record<string, string>>): Promise<Got | null> {
  const body = JSON.stringify({ mrchNo: m.merchantNo, ...fields });
  const [timestamp, nonce] = [String(Date.now()), 'nonce1'];
  const headers = {
    'content-type': 'application/json', 'x-spdb-client-id': m.config.clientId!, 'x-spdb-sm': 'true', 'x-spdb-timestamp': timestamp, 'x-spdb-nonce': nonce,
    'x-spdb-signature': smSign(m.secrets.clientSecret!, `${body}${timestamp}${nonce}`),
  };
  return send(`${m.baseUrl}${path}`, { method: 'POST', headers, body });
}

export const spdbClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    spdbCall(m, '/api/appPay/initiation', { mrchOrdrNo: orderNo, ordrAmt: yuan(fen), ordrDesc: subject, mrchlInfmAdr: m.notifyUrl, expireTime: '20401231235959' }),
  query: (orderNo) => spdbCall(m, '/api/orders/query', { mrchOrdrNo: orderNo }),
  refund: (orderNo, refundNo, fen) =>
    spdbCall(m, '/api/orders/refund', { mrchOrdrNo: orderNo, mrchRfdNo: refundNo, rfdAmt: yuan(fen), mrchlInfmAdr: m.notifyUrl }),
  said: (got) => {
    const { ordrSt, rfdSt, statusCode } = JSON.parse(got!.text) as Record<string, string>;
    return rfdSt ?? ordrSt ?? statusCode ?? '';
  },
});
export const SPDB_WORDS = { paid: 'PAID', unclear: 'ESYSTEM', missing: 'EORDER404', waiting: 'WAIT' } as const;

export async function spdbDay(m: Onboarded, date: string): Promise<DayAnswer> {
  const got = (await spdbCall(m, '/api/orders/bill', { billDate: date.replaceAll('-', '') }))!;
  const { fileContent } = JSON.parse(got.text) as { fileContent?: string };
  return { said: got.text, file: fileContent === undefined ? null : Buffer.from(fileContent, 'base64') };
}
