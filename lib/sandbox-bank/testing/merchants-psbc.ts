/** Tests only: a merchant of PSBC's paygate, written apart from the bank's code and the adapter. */
import { createSign } from 'node:crypto';
import type { DayAnswer } from './day-files';
import type { MerchantClient } from './merchants';
import { form, send, type Got, type Onboarded } from './sandbox-for-tests';

const yuan = (fen: number) => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
const dates = new Map<string, string>();

export function psbcCall(m: Onboarded, transName: string, fields: Readonly<Record<string, string>>): Promise<Got | null> {
  const Plain = Object.entries({ MercCode: m.merchantNo, ...fields, Nonce: 'n1' }).map(([name, value]) => `${name}=${value}`).join('|');
  const Signature = createSign('RSA-SHA256').update(Plain).sign(m.secrets.merchantPrivateKeyPem!, 'base64');
  return send(`${m.baseUrl}/psbcpay/main`, form({ transName, Plain, Signature }));
}
export const psbcField = (got: Got | null, name: string): string =>
  new RegExp(`(?:^|\\|)${name}=([^|]*)`).exec(new URLSearchParams(got!.text).get('Plain') ?? '')?.[1] ?? '';

async function query(m: Onboarded, orderNo: string): Promise<Got | null> {
  const got = await psbcCall(m, 'IPQR', { TermSsn: orderNo });
  if (got) dates.set(orderNo, psbcField(got, 'SttDate'));
  return got;
}

export const psbcClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    psbcCall(m, 'IPER', {
      TermSsn: orderNo, MercDtTm: '20260101000000', TranAmt: yuan(fen), LimitTime: '500000', MercUrl: encodeURIComponent(m.notifyUrl), Remark: encodeURIComponent(subject),
    }),
  query: (orderNo) => query(m, orderNo),
  refund: async (orderNo, refundNo, fen, _total, tradeNo) => {
    await query(m, orderNo);
    return psbcCall(m, 'IPSR', { TermSsn: refundNo, TranAmt: yuan(fen), OTermSsn: orderNo, OAcqSsn: tradeNo, OSttDate: dates.get(orderNo) ?? '' });
  },
  said: (got) => psbcField(got, 'TranSt') || psbcField(got, 'RespCode'),
});
export const PSBC_WORDS = { paid: '00', unclear: 'PSB00999', missing: 'PSB00404', waiting: '01' } as const;

export async function psbcDay(m: Onboarded, date: string): Promise<DayAnswer> {
  const got = await psbcCall(m, 'IPDF', { SttDate: date.replaceAll('-', '') });
  const content = psbcField(got, 'FileContent');
  return { said: new URLSearchParams(got!.text).get('Plain') ?? '', file: content === '' ? null : Buffer.from(content, 'base64') };
}
