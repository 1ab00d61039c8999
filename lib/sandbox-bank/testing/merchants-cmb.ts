/** Tests only: a merchant of CMB's polypay, written from the bank's document apart from the bank's code and the adapter. */
import { createHash } from 'node:crypto';
import { cmbSigned } from './acks';
import { send, type Got, type Onboarded } from './sandbox-for-tests';
import type { DayAnswer } from './day-files';
import type { MerchantClient } from './merchants';

const md5 = (text: string) => createHash('md5').update(text).digest('hex');

function cmbCall(m: Onboarded, operation: string, content: Readonly<Record<string, string>>): Promise<Got | null> {
  const biz = { merId: m.config.merId, userId: m.config.userId, ...content };
  const body = cmbSigned({ biz_content: JSON.stringify(biz) }, m.secrets.merchantPrivateKey!);
  const timestamp = String(Math.floor(Date.now() / 1000));
  const apisign = md5(`appid=${m.config.appId}&secret=${m.secrets.appSecret}&sign=${body.sign}&timestamp=${timestamp}`);
  const headers = { 'content-type': 'application/json', appid: m.config.appId!, timestamp, apisign };
  return send(`${m.baseUrl}/polypay/v1.0/mchorders/${operation}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

export const cmbClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    cmbCall(m, 'qrcodeapply', { orderId: orderNo, txnAmt: String(fen), notifyUrl: m.notifyUrl, body: subject, payValidTime: '999999' }),
  query: (orderNo) => cmbCall(m, 'orderquery', { orderId: orderNo }),
  refund: (orderNo, refundNo, fen, totalFen) =>
    cmbCall(m, 'refund', { orderId: refundNo, origOrderId: orderNo, refundAmt: String(fen), txnAmt: String(totalFen), notifyUrl: m.notifyUrl }),
  said: (got) => {
    const answer = JSON.parse(got!.text) as { errCode?: string; biz_content?: string };
    const content = JSON.parse(answer.biz_content ?? '{}') as { tradeState?: string; refundState?: string };
    return answer.errCode ?? content.tradeState ?? content.refundState ?? '';
  },
});
export const CMB_WORDS = { paid: 'S', unclear: 'SYSTERM_ERROR', missing: 'ORDERID_INVALID', waiting: 'P' } as const;

export async function cmbDay(m: Onboarded, date: string): Promise<DayAnswer> {
  const got = (await cmbCall(m, 'statementurl', { billDate: date.replaceAll('-', '') }))!;
  const answer = JSON.parse(got.text) as { errCode?: string; biz_content?: string };
  if (answer.errCode) return { said: answer.errCode, file: null };
  const { fileDownloadUrl } = JSON.parse(answer.biz_content!) as { fileDownloadUrl: string };
  return { said: got.text, file: (await send(fileDownloadUrl))!.bytes };
}
