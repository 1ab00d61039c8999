/** Test keys and genuine messages of QRA, made apart from the adapter's own signing code. */
import { createHash } from 'node:crypto';
import { accountOf, BANK, contractOrder, inbound, MERCHANT, NOW, signed, sorted } from '../../contract.fixtures';
import type { ContractFixtures } from '../../contract';
import type { ChannelAccount, CreateOrder, RawInbound } from '../../port';
import { qraConfig } from './config';

export const QRA_KEY = '979da4cfccbae7923641daa5dd7047c2';
const MCH = 'QRA290453110001';
export const qraAccount = (mchId = MCH): ChannelAccount => accountOf('qra', qraConfig.parse({ mchId }), { key: QRA_KEY });
export const qraRsaAccount = (): ChannelAccount =>
  accountOf('qra', qraConfig.parse({ mchId: MCH, signType: 'RSA_1_256', platformPublicKeyPem: BANK.publicKey }), { merchantPrivateKeyPem: MERCHANT.privateKey });

type Fields = Readonly<Record<string, string>>;
const md5 = (fields: Fields): string => createHash('md5').update(`${sorted(fields)}&key=${QRA_KEY}`).digest('hex').toUpperCase();
export const qraXml = (fields: Fields, signType: 'MD5' | 'RSA_1_256' = 'MD5'): string => {
  const whole: Fields = { mch_id: MCH, charset: 'UTF-8', sign_type: signType, status: '0', nonce_str: 'n0', version: '2.0', ...fields };
  const sign = signType === 'MD5' ? md5(whole) : signed('RSA-SHA256', sorted(whole), BANK.privateKey);
  return `<xml>${Object.entries({ ...whole, sign }).map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`).join('')}</xml>`;
};
export const qraPaid = (order: CreateOrder): Record<string, string> => ({
  result_code: '0', pay_result: '0', out_trade_no: order.orderNo, transaction_id: `95516${order.orderNo}`, total_fee: order.amount.minor.toString(),
  fee_type: 'CNY', time_end: '20261122095900', trade_type: 'unified.trade.native',
});
export const qraCallback = (fields: Fields, signType?: 'MD5' | 'RSA_1_256'): RawInbound => inbound(qraXml(fields, signType), { 'content-type': 'text/xml' });

const fixturesOf = (account: ChannelAccount, other: ChannelAccount, signType: 'MD5' | 'RSA_1_256'): ContractFixtures => ({
  account, other, now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (_yuan, minor) => `<total_fee><![CDATA[${minor}]]>`,
  paidCallback: (order, currency) => qraCallback({ ...qraPaid(order), ...(currency && { fee_type: 'USD' }) }, signType),
  acks: {
    stored: { status: 200, body: 'success' },
    refused: { status: 400, body: 'fail' },
    retry: { status: 500, body: 'fail' },
    probe: { status: 400, body: 'fail' },
  },
});
const rsa = qraRsaAccount();
export const qraFixtures = fixturesOf(qraAccount(), qraAccount('QRA290453110002'), 'MD5');
export const qraRsaFixtures = fixturesOf(rsa, { ...rsa, config: { ...(rsa.config as object), mchId: 'QRA290453110002' } }, 'RSA_1_256');
