/** Test certificates and genuine messages of BOC. */
import { accountOf, CERTIFICATES, contractOrder, formHeaders, inbound, NOW, yuanText, type CertificateName } from '../../contract.fixtures';
import type { ContractFixtures } from '../../contract';
import { signPkcs7 } from '../../signatures/pkcs7';
import type { ChannelAccount, CreateOrder, RawInbound } from '../../port';
import { bocConfig } from './config';

type Fields = Readonly<Record<string, string>>;
export const bocAccount = (merchantNo = '104110000000001'): ChannelAccount =>
  accountOf(
    'boc',
    bocConfig.parse({ merchantNo, merchantCertPem: CERTIFICATES.signer.certPem, rootCertPem: CERTIFICATES.rootCertPem, signCertCn: 'test.sign' }),
    { merchantPrivateKeyPem: CERTIFICATES.signer.privateKeyPem },
  );

/** The bank's signature over these values. What PKCS#7 is, is proven apart (signatures/pkcs7.test.ts, and the sandbox bank's own code). */
export function bocSigned(values: readonly string[], by: CertificateName = 'signer'): string {
  const { certPem, privateKeyPem } = CERTIFICATES[by];
  return signPkcs7(values.join('|'), { certPem, privateKeyPem, digest: 'sha1' }, false).toString('base64');
}
export const bocPaid = (order: CreateOrder): Record<string, string> => ({
  merchantNo: '104110000000001', orderNo: order.orderNo, orderSeq: `2026${order.orderNo.slice(-8)}`, cardTyp: '01', payTime: '20261122095900', orderStatus: '1',
  payAmount: yuanText(order.amount.minor),
});
const notifyValues = (fields: Fields): string[] =>
  ['merchantNo', 'orderNo', 'orderSeq', 'cardTyp', 'payTime', 'orderStatus', 'payAmount'].map((name) => fields[name] ?? '');
export const bocCallback = (fields: Fields, by?: CertificateName): RawInbound =>
  inbound(new URLSearchParams({ ...fields, signData: bocSigned(notifyValues(fields), by) }).toString(), formHeaders);

export const bocFixtures: ContractFixtures = {
  account: bocAccount(),
  other: bocAccount('104110000000002'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (yuan) => `orderAmount=${yuan}&`,
  // BOC names no currency in its callback: what is wrong here is a message that was not signed.
  paidCallback: (order, currency) => (currency ? inbound('curCode=014', formHeaders) : bocCallback(bocPaid(order))),
  acks: {
    stored: { status: 200, body: '' },
    refused: { status: 400, body: '' },
    retry: { status: 500, body: '' },
    probe: { status: 400, body: '' },
  },
};
