/** An account that speaks v3, and answers signed as v3 signs them. */
import { alipayFixtures, BANK, NOW, signed } from '../../contract.fixtures';
import type { ContractFixtures } from '../../contract';
import type { ChannelAccount, ChannelAdapter, NetResponse } from '../../port';
import { alipayAdapter } from '.';
import { alipayConfig } from './config';

const asRest = (account: ChannelAccount): ChannelAccount => ({ ...account, config: alipayConfig.parse({ ...(account.config as object), api: 'rest' }) });

/** What the contract is to expect of this variant: a code, made by a call. */
export const alipayRestAdapter: ChannelAdapter = {
  ...(alipayAdapter as ChannelAdapter), capabilities: { ...alipayAdapter.capabilities, create: 'qr', createCallsBank: true },
};
export const alipayRestFixtures: ContractFixtures = { ...alipayFixtures, account: asRest(alipayFixtures.account), other: asRest(alipayFixtures.other) };

export function restAnswer(status: number, node: unknown, at: number = NOW): NetResponse {
  const body = typeof node === 'string' ? node : JSON.stringify(node);
  const headers = { 'alipay-timestamp': String(at), 'alipay-nonce': 'n0', 'alipay-signature': signed('RSA-SHA256', `${at}\nn0\n${body}\n`, BANK.privateKey) };
  return { ok: true, status, headers, body: Buffer.from(body) };
}
