/** Channels that one adapter speaks in two ways: the contract is kept by each of them. */
import { alipayRestAdapter, alipayRestFixtures } from './adapters/alipay/rest.fixtures';
import { unionpayQrAdapter, unionpayQrFixtures } from './adapters/unionpay/qr.fixtures';
import type { ContractFixtures } from './contract';
import type { ChannelAdapter } from './port';

export interface Variant {
  readonly name: string;
  /** The adapter, declaring what this way of speaking does. */
  readonly adapter: ChannelAdapter;
  readonly fixtures: ContractFixtures;
  /** What an account's settings say to choose it. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export const VARIANTS: readonly Variant[] = [
  { name: 'Alipay v3', adapter: alipayRestAdapter, fixtures: alipayRestFixtures, settings: { api: 'rest' } },
  { name: 'UnionPay code', adapter: unionpayQrAdapter, fixtures: unionpayQrFixtures, settings: { product: 'code' } },
];
