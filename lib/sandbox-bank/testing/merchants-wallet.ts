/** Tests only: a merchant of the wallet, written from its rules apart from the bank's code and the adapter. */
import { createHmac, randomBytes } from 'node:crypto';
import { send, type Got, type Onboarded } from './sandbox-for-tests';
import type { DayAnswer } from './day-files';
import type { MerchantClient } from './merchants';

export function walletCall(m: Onboarded, method: 'GET' | 'POST', path: string, body = ''): Promise<Got | null> {
  const [timestamp, nonce] = [String(Date.now()), randomBytes(8).toString('hex')];
  const signature = createHmac('sha256', m.secrets.signingKey!).update(`${method}\n${path}\n${timestamp}\n${nonce}\n${body}`).digest('hex');
  const headers = { 'x-wallet-merchant': m.config.merchantNo!, 'x-wallet-timestamp': timestamp, 'x-wallet-nonce': nonce, 'x-wallet-signature': signature };
  return send(m.baseUrl + path, { method, headers, body });
}

export const walletClient = (m: Onboarded): MerchantClient => ({
  create: ({ orderNo, fen, subject = '保育费' }) =>
    walletCall(m, 'POST', '/v1/orders', JSON.stringify({
      orderNo, amountFen: String(fen), currency: 'CNY', subject, notifyUrl: m.notifyUrl,
      // Far ahead, because tests move the clock of the bank by days.
      expiresAt: new Date(Date.now() + 300 * 86_400_000).toISOString(),
    })),
  query: (orderNo) => walletCall(m, 'GET', `/v1/orders/${orderNo}`),
  refund: (orderNo, refundNo, fen) =>
    walletCall(m, 'POST', '/v1/refunds', JSON.stringify({ refundNo, orderNo, amountFen: String(fen), currency: 'CNY', notifyUrl: m.notifyUrl })),
  said: (got) => {
    const node = JSON.parse(got!.text) as { state?: string; code?: string };
    return node.state ?? node.code ?? '';
  },
});
export const WALLET_WORDS = { paid: 'PAID', unclear: 'SYSTEM_ERROR', missing: 'ORDER_NOT_FOUND', waiting: 'WAITING' } as const;

export async function walletDay(m: Onboarded, date: string): Promise<DayAnswer> {
  const got = (await walletCall(m, 'GET', `/v1/statements/${date}`))!;
  return { said: got.text, file: got.status === 200 ? got.bytes : null };
}
