/** Test keys and genuine messages of CMB's polypay, made apart from the adapter's own signing code. */
import { sm2 } from 'sm-crypto-v2';
import { expect } from 'vitest';
import type { ContractFixtures } from '../../contract';
import { accountOf, contractOrder, formHeaders, inbound, NOW } from '../../contract.fixtures';
import type { ChannelAccount, CreateOrder, RawInbound } from '../../port';

const spki = (point: string): string => Buffer.from(`3059301306072a8648ce3d020106082a811ccf5501822d034200${point}`, 'hex').toString('base64');
export const CMB_MERCHANT = sm2.generateKeyPairHex();
export const CMB_BANK = sm2.generateKeyPairHex();
export const CMB_OTHER = sm2.generateKeyPairHex();

export const cmbAccount = (merId: string): ChannelAccount =>
  accountOf(
    'cmb',
    { appId: 'e315a8b5-45f6-4f96-b20a-0b586a2a96c6', merId, userId: 'N003151234', bankPublicKey: spki(CMB_BANK.publicKey), fileHosts: [], profile: {
      paidCodes: ['ORDER_PAID'], closedCodes: ['ORDER_CLOSED'], refundNotFoundCodes: ['REFUND_NOT_EXIST'], noFileCodes: ['NOFILE'],
      fileNotReadyCodes: ['NOTYET'], fileUrlField: 'fileDownloadUrl',
    } },
    { appSecret: '6adca97f-c411-43cd-93ed-7f1aee829832', merchantPrivateKey: CMB_MERCHANT.privateKey },
  );

const sortedText = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`).join('&');

export function cmbSigned(fields: Readonly<Record<string, string>>, slashed = false, key = CMB_BANK.privateKey): Record<string, string> {
  const whole = { version: '0.0.1', encoding: 'UTF-8', signMethod: '02', ...fields };
  const text = slashed ? sortedText(whole).replaceAll('/', '\\/') : sortedText(whole);
  return { ...whole, sign: Buffer.from(sm2.doSignature(text, key, { hash: true, der: true }), 'hex').toString('base64') };
}

export const cmbOrder = (order: CreateOrder, over: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  merId: '308999170120FVC', orderId: order.orderNo, cmbOrderId: `100420261122${order.orderNo}`, txnAmt: order.amount.minor.toString(),
  currencyCode: '156', tradeState: 'S', txnTime: '20261122095800', endDate: '20261122', endTime: '095900', payType: 'WX', ...over,
});

export const cmbCallback = (content: unknown, key?: string): RawInbound =>
  inbound(new URLSearchParams(cmbSigned({ biz_content: JSON.stringify(content) }, false, key)).toString(), formHeaders);

/** The signature differs every time, so the words around it are what can be compared. */
const answered = (word: string): string =>
  expect.stringMatching(new RegExp(`"returnCode":"${word}","respCode":"${word}","sign":"[0-9A-Za-z+/=]+"}$`)) as unknown as string;

export const cmbFixtures: ContractFixtures = {
  account: cmbAccount('308999170120FVC'),
  other: cmbAccount('308999170120FVD'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (_yuan, minor) => `\\"txnAmt\\":\\"${minor}\\"`,
  paidCallback: (order, currency) => cmbCallback(cmbOrder(order, currency ? { currencyCode: '840' } : {})),
  acks: {
    stored: { status: 200, body: answered('SUCCESS') },
    refused: { status: 400, body: answered('FAIL') },
    retry: { status: 500, body: answered('FAIL') },
    probe: { status: 400, body: answered('FAIL') },
  },
};
