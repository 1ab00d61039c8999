/** Test keys and genuine messages of BOCOM's open platform, made apart from the adapter's own signing and sealing code. */
import { constants, createCipheriv, createHash, publicEncrypt } from 'node:crypto';
import type { ContractFixtures } from '../../contract';
import { accountOf, BANK, contractOrder, inbound, MERCHANT, NOW, signed, sorted, yuanText } from '../../contract.fixtures';
import type { ChannelAccount, CreateOrder, RawInbound } from '../../port';
import { bocomProfile } from './profile';

export const bocomAccount = (appId: string, merPtcId: string): ChannelAccount =>
  accountOf('bocom', { appId, merPtcId, bankPublicKeyPem: BANK.publicKey, profile: bocomProfile.parse({}) }, { merchantPrivateKeyPem: MERCHANT.privateKey });
const account = bocomAccount('app2026000001', '1310001234567');

export const bocomPaid = (order: CreateOrder, over: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  mer_ptc_id: '1310001234567', pay_mer_tran_no: order.orderNo, sys_order_no: `SYS${order.orderNo}`, order_status: 'PAIED',
  total_amount: yuanText(order.amount.minor), currency: 'CNY', pay_time: '20261122095900', ...over,
});

/** Sealed once per content, so that the same event sent again is the same bytes but for what a bank would change. */
export function bocomCallback(content: unknown, over: Readonly<Record<string, string>> = {}, publicKey = MERCHANT.publicKey): RawInbound {
  const plain = JSON.stringify(content);
  const key = createHash('sha256').update(plain).digest();
  const cipher = createCipheriv('aes-256-gcm', key, 'nonce1234567');
  cipher.setAAD(Buffer.from('app2026000001'));
  const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]).toString('base64');
  const encryptKey = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, key).toString('base64');
  const fields = {
    app_id: 'app2026000001', msg_id: 'M1', timestamp: '2026-11-22 10:00:00', encrypt_key: encryptKey, nonce: 'nonce1234567', biz_content: sealed,
    sign_type: 'RSA2', ...over,
  };
  const sign = signed('RSA-SHA256', `${new URL(account.notifyUrl).pathname}?${sorted(fields)}`, BANK.privateKey);
  return inbound(JSON.stringify({ ...fields, sign }), { 'content-type': 'application/json' });
}

export const bocomFixtures: ContractFixtures = {
  account,
  other: bocomAccount('app2026000002', '1310001234568'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (yuan) => new URLSearchParams({ x: `"total_amount":"${yuan}"` }).toString().slice(2),
  paidCallback: (order, currency) => bocomCallback({ notify_type: 'PAY', ...bocomPaid(order, currency ? { currency: 'USD' } : {}) }),
  acks: {
    stored: { status: 200, body: '{"return_code":"SUCCESS"}' },
    refused: { status: 400, body: '{"return_code":"FAIL"}' },
    retry: { status: 500, body: '{"return_code":"FAIL"}' },
    probe: { status: 400, body: '{"return_code":"FAIL"}' },
  },
};
