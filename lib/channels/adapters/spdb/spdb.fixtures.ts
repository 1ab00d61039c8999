/** Test secret and genuine messages of SPDB. The keyed digest itself is proven on the vector. */
import { createCipheriv, createHash } from 'node:crypto';
import { accountOf, contractOrder, inbound, NOW, yuanText } from '../../contract.fixtures';
import type { ContractFixtures } from '../../contract';
import type { ChannelAccount, CreateOrder, RawInbound } from '../../port';
import { spdbConfig } from './config';

export const SPDB_SECRET = 'sandbox-secret-not-real';
export const spdbAccount = (mrchNo = '310000000001'): ChannelAccount =>
  accountOf('spdb', spdbConfig.parse({ clientId: 'client', mrchNo, spdbMrchNo: 'S1', terminalNo: 'T1' }), { clientSecret: SPDB_SECRET });

const hash = (name: string, data: string | Buffer) => createHash(name).update(data);
/** Written once more from the rule of the vector. */
export function spdbSign(text: string, secret = SPDB_SECRET): string {
  const key = hash('md5', hash('sm3', hash('sha256', secret).digest('hex')).digest('hex')).digest();
  const cipher = createCipheriv('sm4-ecb', key, null);
  const sealed = Buffer.concat([cipher.update(hash('sm3', hash('sha1', text).digest('base64')).digest('hex')), cipher.final()]);
  return Buffer.from(sealed.toString('hex').toUpperCase()).toString('base64');
}
export const spdbHeaders = (body: string, nonce = 'n1', at: number = NOW): Record<string, string> => ({
  'X-SPDB-Timestamp': String(at), 'X-SPDB-Nonce': nonce, 'X-SPDB-SIGNATURE': spdbSign(`${body}${at}${nonce}`),
});
export const spdbPaid = (order: CreateOrder): Record<string, string> => ({
  statusCode: '0000', mrchNo: '310000000001', spdbMrchNo: 'S1', mrchOrdrNo: order.orderNo, transNo: `SP${order.orderNo}`, ordrAmt: yuanText(order.amount.minor),
  ccy: 'CNY', ordrSt: 'PAID', payTime: '20261122095900',
});
export function spdbCallback(fields: Readonly<Record<string, string>>): RawInbound {
  const body = JSON.stringify(fields);
  return inbound(body, spdbHeaders(body));
}

export const spdbFixtures: ContractFixtures = {
  account: spdbAccount(),
  other: spdbAccount('310000000002'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (yuan) => `"ordrAmt":"${yuan}"`,
  paidCallback: (order, currency) => spdbCallback({ ...spdbPaid(order), ...(currency && { ccy: 'USD' }) }),
  acks: {
    stored: { status: 200, body: '' },
    refused: { status: 400, body: '' },
    retry: { status: 500, body: '' },
    probe: { status: 400, body: '' },
  },
};
