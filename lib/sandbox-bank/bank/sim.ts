/** What each channel's side of the bank implements: its wire, its callbacks, its statement file. The money is kept by the ledger. */
import type { BusinessDate } from '@/lib/kernel/time';
import type { Bank } from './bank';
import type { Incoming, Reply } from './http';
import type { Oddities } from './oddities';
import type { StatementLine } from './statement-lines';
import type { Channel, Delivery, Merchant, Order, Refund } from './types';

export interface OnboardInput {
  readonly merchantName: string;
  readonly notifyUrl: string;
  readonly merchantNo?: string | undefined;
  /** Where CCB's page return goes; the other channels are told per order. */
  readonly returnUrl?: string | undefined;
}
export interface Onboarded {
  readonly merchant: Omit<Merchant, 'id'>;
  readonly lookupKey: string;
}

/** A callback's own fields before signing. */
export type CallbackContent = Readonly<Record<string, string>>;
export interface WireCallback {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface StatementFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
}

/** When a file is written, and what is odd about it today. */
export interface Writing {
  readonly now: number;
  readonly odd: Oddities;
}

export interface ChannelSim {
  readonly code: Channel;
  readonly name: { readonly zh: string; readonly en: string };
  /** Brand colour of the payer page. */
  readonly colour: string;
  /** Delays between one try of a callback and the next, before scaling. */
  readonly retryDelaysMs: readonly number[];
  readonly callbackTimeoutMs: number;
  /** Whether a refund's outcome comes later. */
  readonly refundIsAsynchronous: boolean;
  readonly refundNotifies: boolean;
  /** Whether a refund that failed after being accepted is told by callback. */
  readonly refundFailureNotifies: boolean;
  /** Whether a refused payment ends the order (a gateway form) or may be tried again (a wallet). */
  readonly failureIsFinal: boolean;
  readonly failureNotifies: boolean;
  /** Local time at which the statement day is cut. */
  readonly cutOff: string;
  readonly feeBps: bigint;
  onboard(bank: Bank, input: OnboardInput): Promise<Onboarded>;
  /** `path` is without the channel's prefix. */
  handle(bank: Bank, request: Incoming, path: string): Promise<Reply>;
  payContent(bank: Bank, merchant: Merchant, order: Order, amountFen: bigint): CallbackContent;
  refundContent(bank: Bank, merchant: Merchant, order: Order, refund: Refund, amountFen: bigint): CallbackContent;
  /** Signs for one try; `forged` uses a key that is not the bank's. */
  sign(bank: Bank, merchant: Merchant, delivery: Delivery, content: CallbackContent, forged: boolean): Promise<WireCallback>;
  /** `merchant`: some banks verify the answer's signature too. */
  acknowledges(status: number, body: string, merchant: Merchant): boolean;
  /** Where the payer stands in front of the order: the page's path with the channel's prefix. */
  payerPage(order: Order): string;
  /** What the payer's browser gets after paying. */
  afterPaying(bank: Bank, merchant: Merchant, order: Order, lang: 'zh' | 'en'): Promise<Reply>;
  statement(merchant: Merchant, date: BusinessDate, lines: readonly StatementLine[], how: Writing): StatementFile;
}
