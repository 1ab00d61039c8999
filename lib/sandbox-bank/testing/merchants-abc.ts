/** Tests only: a merchant of ABC's TrustPay, written from the public rules apart from the bank's code and the adapter. */
import { createSign } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { send, type Got, type Onboarded } from './sandbox-for-tests';
import type { DayAnswer } from './day-files';
import type { MerchantClient } from './merchants';

const gbk = (text: string): Buffer => iconv.encode(text, 'gb18030');
const yuan = (fen: number) => `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

function abcCall(m: Onboarded, request: Readonly<Record<string, unknown>>): Promise<Got | null> {
  const raw = JSON.stringify({
    Version: 'V3.0.0', Format: 'JSON', Merchant: { ECMerchantType: 'EBUS', MerchantID: m.config.merchantId }, TrxRequest: request,
  });
  const signature = createSign('RSA-SHA1').update(gbk(raw)).sign(m.secrets.merchantPrivateKeyPem!, 'base64');
  const body = gbk(`{"Message":${raw},"Signature-Algorithm":"SHA1withRSA","Signature":"${signature}"}`);
  return send(`${m.baseUrl}/ebus/ReceiveMerchantTrxReqServlet`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

interface Response {
  readonly ReturnCode: string;
  readonly Order?: string;
  readonly ZIPDetailRecords?: string;
}
const response = (got: Got | null): Response =>
  (JSON.parse(iconv.decode(got!.bytes, 'gb18030')) as { MSG: { Message: { TrxResponse: Response } } }).MSG.Message.TrxResponse;

export const abcClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    abcCall(m, {
      TrxType: 'PayReq', PaymentType: 'A', NotifyType: '1', ResultNotifyURL: m.notifyUrl,
      Order: {
        PayTypeID: 'ImmediatePay', OrderNo: orderNo, OrderAmount: yuan(fen), CurrencyCode: '156', OrderItems: [{ ProductName: subject }],
        // Far ahead, because tests move the bank's clock by days.
        orderTimeoutDate: new Date(Date.now() + 300 * 86_400_000).toISOString().slice(0, 19).replaceAll(/[-:T]/g, ''),
      },
    }),
  query: (orderNo) => abcCall(m, { TrxType: 'Query', PayTypeID: 'ImmediatePay', OrderNo: orderNo, QueryDetail: '1' }),
  refund: (orderNo, refundNo, fen) =>
    abcCall(m, { TrxType: 'Refund', OrderNo: orderNo, NewOrderNo: refundNo, TrxAmount: yuan(fen), CurrencyCode: '156' }),
  said: (got) => {
    const { ReturnCode, Order } = response(got);
    if (!Order) return ReturnCode;
    return (JSON.parse(iconv.decode(Buffer.from(Order, 'base64'), 'gb18030')) as { Status: string }).Status;
  },
});
export const ABC_WORDS = { paid: '03', unclear: '02', missing: '2009', waiting: '01' } as const;

/** The settle records brought into the layout of the other day files, row by row, with totals of its own. */
export async function abcDay(m: Onboarded, date: string): Promise<DayAnswer> {
  const { ReturnCode, ZIPDetailRecords } = response(await abcCall(m, { TrxType: 'Settle', SettleDate: date.replaceAll('-', '/'), SettleType: 'SETTLE', ZIP: '1' }));
  if (!ZIPDetailRecords) return { said: ReturnCode, file: null };
  const [, ...lines] = iconv.decode(gunzipSync(Buffer.from(ZIPDetailRecords, 'base64')), 'gb18030').trimEnd().split('\r\n');
  const cells = lines.map((line) => line.split('^'));
  const side = (kind: string) => {
    const of = cells.filter((row) => row[0] === kind);
    return [of.length, yuan(of.reduce((sum, row) => sum + Number(row[2]!.replace('.', '')), 0))];
  };
  const rows = cells.map((c) => [c[4], c[0] === 'REFUND' ? '退款' : '支付', c[1], '', c[7], c[2], '0.00', ''].join('|'));
  const text = [['x', 'x', date, ...side('SALE'), ...side('REFUND')].join('|'), '1|2|3|4|5|6|7|8', ...rows, ''].join('\r\n');
  return { said: ReturnCode, file: Buffer.from(text) };
}
