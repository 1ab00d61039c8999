/** What the load generator needs of a bank, whichever side of the mix it stands for. */
import type { ChannelCode, Presentation } from '@/lib/channels/port';

export type BenchChannel = Extract<ChannelCode, 'wechat' | 'ccb'>;

export interface Contract {
  readonly baseUrl: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, unknown>>;
}

/** Sends a callback to the product; answers the status. The load generator measures it. */
export type Deliver = (request: { path: string; headers: Record<string, string>; body: string }) => Promise<number>;

export interface BenchBank {
  readonly name: 'lean' | 'sandbox';
  onboard(channel: BenchChannel, notifyUrl: string): Promise<Contract>;
  /** Work done before the clock starts. */
  warmUp(orders: number): Promise<void>;
  /** The payer pays what the product presented; resolves when the callback has been acknowledged. */
  pay(channel: BenchChannel, present: Presentation, paymentId: string): Promise<void>;
  /** Orders the bank holds as paid: `channel orderNo` → fen. */
  paid(): Promise<ReadonlyMap<string, bigint>>;
  close(): Promise<void>;
}
