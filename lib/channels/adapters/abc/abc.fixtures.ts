/** Test keys and genuine messages of ABC's TrustPay, made apart from the adapter's own signing code. */
import { createSign } from 'node:crypto';
import iconv from 'iconv-lite';
import type { ContractFixtures } from '../../contract';
import { accountOf, BANK, contractOrder, formHeaders, inbound, MERCHANT, NOW, yuanText } from '../../contract.fixtures';
import type { ChannelAccount, CreateOrder, RawInbound } from '../../port';
import { abcProfile } from './profile';

export const abcAccount = (merchantId: string, profile: unknown = {}): ChannelAccount =>
  accountOf('abc', { merchantId, bankPublicKeyPem: BANK.publicKey, profile: abcProfile.parse(profile) }, { merchantPrivateKeyPem: MERCHANT.privateKey });

/** The bank's document around a message, as bytes in its encoding. */
export function abcDocument(message: unknown, key = BANK.privateKey, algorithm = 'SHA1withRSA'): Buffer {
  const raw = JSON.stringify(message);
  const signature = createSign('RSA-SHA1').update(iconv.encode(raw, 'gb18030')).sign(key, 'base64');
  return iconv.encode(`{"MSG":{"Message":${raw},"Signature-Algorithm":"${algorithm}","Signature":"${signature}"}}`, 'gb18030');
}

export const abcPaid = (order: CreateOrder, over: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  ReturnCode: '0000', ErrorMessage: '交易成功', ECMerchantType: 'EBUS', MerchantID: '103881234567890', TrxType: 'PayResult', OrderNo: order.orderNo,
  Amount: yuanText(order.amount.minor), CurrencyCode: '156', BatchNo: '000001', VoucherNo: '000123', HostDate: '2026/11/22', HostTime: '09:59:00',
  PayType: 'EP060', NotifyType: '1', iRspRef: `9026${order.orderNo}`, ...over,
});

export const abcCallback = (response: unknown, key?: string, algorithm?: string): RawInbound =>
  inbound(new URLSearchParams({ MSG: abcDocument({ TrxResponse: response }, key, algorithm).toString('base64') }).toString(), formHeaders);

export const abcFixtures: ContractFixtures = {
  account: abcAccount('103881234567890'),
  other: abcAccount('103881234567891'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (yuan) => `"OrderAmount":"${yuan}"`,
  paidCallback: (order, currency) => abcCallback(abcPaid(order, currency ? { CurrencyCode: '840' } : {})),
  acks: {
    stored: { status: 200, body: '<URL>http://pay.example/</URL>' },
    refused: { status: 400, body: '' },
    retry: { status: 500, body: '' },
    probe: { status: 400, body: '' },
  },
};
