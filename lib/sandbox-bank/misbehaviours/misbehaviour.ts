/** What a misbehaviour is, as data: words for the control panel, where it strikes, and how a test of the platform may judge it. */
import type { Operation } from '../bank/types';

export interface Misbehaviour {
  readonly zh: string;
  readonly en: string;
  /** What it does, one sentence in each language. */
  readonly zhDoes: string;
  readonly enDoes: string;
  /** Where in an order's life it strikes. */
  readonly strikes: readonly Operation[];
  /** Parameters with their defaults; `times` counts per order. */
  readonly params: Readonly<Record<string, number>>;
  /** The channels it can exist on, where its wire makes it one of a few channels' own; absent = all. */
  readonly channels?: readonly string[];
}

type Words = readonly [name: string, does: string];
type More = Pick<Misbehaviour, 'channels'> & { readonly params?: Readonly<Record<string, number>> };

/** One entry of the catalogue. */
export function named(strikes: readonly Operation[], zh: Words, en: Words, more: More = {}): Misbehaviour {
  const { params = {}, ...rest } = more;
  return { zh: zh[0], zhDoes: zh[1], en: en[0], enDoes: en[1], strikes, params, ...rest };
}

/** Every call a merchant makes to its bank. */
export const CALLS: readonly Operation[] = ['create', 'query', 'close', 'refund', 'refund-query', 'statement'];
/** The same and the payer's page. */
export const ANYWHERE: readonly Operation[] = ['create', 'pay', 'query', 'close', 'refund', 'refund-query', 'statement'];
