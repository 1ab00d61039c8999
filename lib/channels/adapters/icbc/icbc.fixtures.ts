/** Test keys and genuine messages of ICBC's open platform, made apart from the adapter's own signing code. */
import type { ContractFixtures } from '../../contract';
import { accountOf, BANK, contractOrder, formHeaders, inbound, MERCHANT, NOW, signed, sorted } from '../../contract.fixtures';
import type { ChannelAccount, CreateOrder, RawInbound } from '../../port';
import { icbcProfile } from './profile';

export const icbcAccount = (appId: string, merId: string): ChannelAccount =>
  accountOf(
    'icbc',
    { appId, merId, merPrtclNo: `${merId}0201`, gatewayPublicKeyPem: BANK.publicKey, fileHosts: [], profile: icbcProfile.parse({}) },
    { merchantPrivateKeyPem: MERCHANT.privateKey },
  );
const account = icbcAccount('10000000000000000001', '020000000001');
export const ICBC_PATH = new URL(account.notifyUrl).pathname;

export const icbcPaid = (order: CreateOrder, over: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  return_code: '0', return_msg: 'success', msg_id: 'M1', mer_id: '020000000001', out_trade_no: order.orderNo, order_id: `0200${order.orderNo}`,
  total_amt: order.amount.minor.toString(), payment_amt: order.amount.minor.toString(), fee_type: '001', pay_time: '20261122095900', ...over,
});

export function icbcCallback(content: unknown, over: Readonly<Record<string, string>> = {}, path = ICBC_PATH): RawInbound {
  const fields = {
    from: 'icbc-api', api: '/cardbusiness/aggregatepay/b2c/online/consumepurchase/V1', app_id: '10000000000000000001', charset: 'UTF-8',
    format: 'json', timestamp: '2026-11-22 10:00:00', biz_content: JSON.stringify(content), sign_type: 'RSA', ...over,
  };
  const sign = signed(fields.sign_type === 'RSA2' ? 'RSA-SHA256' : 'RSA-SHA1', `${path}?${sorted(fields)}`, BANK.privateKey);
  return inbound(new URLSearchParams({ ...fields, sign }).toString(), formHeaders);
}

/** Compared byte for byte: RSA signs the same text the same way. */
export function icbcAckBody(code: string, message: string, msgId: string): string {
  const inside = `"response_biz_content":{"return_code":${code},"return_msg":"${message}","msg_id":"${msgId}"},"sign_type":"RSA2"`;
  return `{${inside},"sign":"${signed('RSA-SHA256', inside, MERCHANT.privateKey)}"}`;
}

export const icbcFixtures: ContractFixtures = {
  account,
  other: icbcAccount('10000000000000000002', '020000000002'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (_yuan, minor) => `"total_fee":"${minor}"`,
  paidCallback: (order, currency) => icbcCallback(icbcPaid(order, currency ? { fee_type: '014' } : {})),
  acks: {
    stored: { status: 200, body: icbcAckBody('0', 'success', '') },
    refused: { status: 400, body: icbcAckBody('-12345', 'not taken', '') },
    retry: { status: 500, body: icbcAckBody('-12345', 'not taken', '') },
    probe: { status: 400, body: icbcAckBody('-12345', 'not taken', '') },
  },
};
