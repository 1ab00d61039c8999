/** Tests only: a merchant of BOC's portal, written from its rules apart from the bank's trades and the adapter. */
import { signDetached } from '../bank/pkcs7';
import type { DayAnswer } from './day-files';
import type { MerchantClient } from './merchants';
import { form, send, type Got, type Onboarded } from './sandbox-for-tests';

const yuan = (fen: number) => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
const TIME = '20260101000000';
type Fields = Readonly<Record<string, string>>;

export const bocCall = (m: Onboarded, path: string, fields: Fields, text: string): Promise<Got | null> =>
  send(`${m.baseUrl}/PGWPortal/${path}`, form({
    ...fields, merchantNo: m.merchantNo, nonce: 'n1', signData: signDetached(text, m.config.merchantCertPem!, m.secrets.merchantPrivateKeyPem!),
  }));
export const bocField = (got: Got | null, name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(got!.text)?.[1] ?? '';

export const bocClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    bocCall(m, 'RecvOrder.do', {
      payType: '1', orderNo, curCode: '001', orderAmount: yuan(fen), orderTime: TIME, orderNote: subject, orderUrl: m.notifyUrl, orderTimeoutDate: '20401231235959',
    }, `${orderNo}|${TIME}|001|${yuan(fen)}|${m.merchantNo}`),
  query: (orderNo) => bocCall(m, 'CommonQueryOrder.do', { orderNos: orderNo }, `${m.merchantNo}:${orderNo}`),
  refund: (orderNo, refundNo, fen) =>
    bocCall(m, 'RefundOrder.do', { mRefundSeq: refundNo, curCode: '001', refundAmount: yuan(fen), orderNo }, `${m.merchantNo}|${refundNo}|001|${yuan(fen)}|${orderNo}`),
  said: (got) => {
    const status = bocField(got, 'orderStatus') || bocField(got, 'dealStatus');
    return status === '' || status === '4' ? bocField(got, 'rtnCd') || 'E00000099' : status;
  },
});
export const BOC_WORDS = { paid: '1', unclear: 'E00000099', missing: 'E00000044', waiting: '0' } as const;

export async function bocDay(m: Onboarded, date: string): Promise<DayAnswer> {
  const fileDate = date.replaceAll('-', '');
  const text = `fileDate=${fileDate}|fileType=01|handleType=1|merchantNo=${m.merchantNo}`;
  const got = await bocCall(m, 'GetTicket.do', { fileType: '01', fileDate, handleType: '1' }, text);
  const ticket = bocField(got, 'ticketId');
  return { said: got!.text, file: ticket === '' ? null : (await send(`${bocField(got, 'uri')}?ticketId=${encodeURIComponent(ticket)}`))!.bytes };
}
