/** Test keys and genuine messages of PSBC. */
import { accountOf, BANK, contractOrder, formHeaders, inbound, MERCHANT, NOW, signed, yuanText } from '../../contract.fixtures';
import type { ContractFixtures } from '../../contract';
import type { ChannelAccount, CreateOrder, RawInbound } from '../../port';
import { psbcConfig } from './config';

type Fields = Readonly<Record<string, string>>;
export const psbcAccount = (mercCode = '100000000001'): ChannelAccount =>
  accountOf('psbc', psbcConfig.parse({ mercCode, bankPublicKeyPem: BANK.publicKey }), { merchantPrivateKeyPem: MERCHANT.privateKey });

export function psbcForm(fields: Fields, algorithm = 'RSA-SHA256'): string {
  const Plain = Object.entries(fields).map(([name, value]) => `${name}=${value}`).join('|');
  return new URLSearchParams({ Plain, Signature: signed(algorithm, Plain, BANK.privateKey) }).toString();
}
export const psbcPaid = (order: CreateOrder): Record<string, string> => ({
  MercCode: '100000000001', TermSsn: order.orderNo, AcqSsn: `A${order.orderNo.slice(-8)}`, SttDate: '20261122', TranAmt: yuanText(order.amount.minor), Ccy: '156',
  TranSt: '00', TranDtTm: '20261122095900', RespCode: '00000000',
});
export const psbcCallback = (fields: Fields): RawInbound => inbound(psbcForm(fields), formHeaders);

export const psbcFixtures: ContractFixtures = {
  account: psbcAccount(),
  other: psbcAccount('100000000002'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (yuan) => `|TranAmt=${yuan}|`,
  paidCallback: (order, currency) => psbcCallback({ ...psbcPaid(order), ...(currency && { Ccy: '840' }) }),
  acks: {
    stored: { status: 200, body: '' },
    refused: { status: 400, body: '' },
    retry: { status: 500, body: '' },
    probe: { status: 400, body: '' },
  },
};
