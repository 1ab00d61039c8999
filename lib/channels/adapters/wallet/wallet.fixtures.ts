/** Test keys and genuine messages of the wallet, made apart from the adapter's own signing code. */
import { createHmac } from 'node:crypto';
import { offsetTime } from '../../china-time';
import { accountOf, contractOrder, inbound, NOW } from '../../contract.fixtures';
import type { ContractFixtures } from '../../contract';
import type { ChannelAccount, CreateOrder, RawInbound } from '../../port';

export const WALLET_KEY = '0123456789abcdef0123456789abcdef';
export const walletAccount = (merchantNo: string): ChannelAccount => accountOf('wallet', { merchantNo }, { signingKey: WALLET_KEY });

export function walletHeaders(first: string, body: string, nonce = 'n1', key = WALLET_KEY, at: number = NOW): Record<string, string> {
  const signature = createHmac('sha256', key).update(`${first}${at}\n${nonce}\n${body}`).digest('hex');
  return { 'x-wallet-timestamp': String(at), 'x-wallet-nonce': nonce, 'x-wallet-signature': signature };
}
export const walletNode = (order: CreateOrder, over: Readonly<Record<string, string>> = {}): Record<string, string> => ({
  merchantNo: '880000000001', orderNo: order.orderNo, walletOrderNo: `W${order.orderNo}`, state: 'PAID', amountFen: order.amount.minor.toString(),
  currency: 'CNY', paidAt: offsetTime(NOW), ...over,
});
export function walletCallback(type: string, data: unknown, eventId = 'EV1'): RawInbound {
  const body = JSON.stringify({ eventId, type, data });
  return inbound(body, walletHeaders('NOTIFY\n', body));
}

export const walletFixtures: ContractFixtures = {
  account: walletAccount('880000000001'),
  other: walletAccount('880000000002'),
  now: NOW,
  order: (minor) => contractOrder(minor),
  wireAmount: (_yuan, minor) => `"amountFen":"${minor}"`,
  paidCallback: (order, currency) => walletCallback('order', walletNode(order, currency ? { currency: 'USD' } : {}), `P${order.orderNo}`),
  acks: {
    stored: { status: 200, body: 'success' },
    refused: { status: 401, body: 'fail' },
    retry: { status: 500, body: 'fail' },
    probe: { status: 401, body: 'fail' },
  },
};
