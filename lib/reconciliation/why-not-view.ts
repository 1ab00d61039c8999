/** Why something was not matched with a case, in codes; and who may look after cases. Browser-safe. */
import type { MoneyWire } from '@/lib/kernel/money';

export type WhyNot = 'other-number' | 'no-number' | 'other-amount' | 'other-day' | 'already-matched' | 'other-channel' | 'other-direction' | 'other-currency' | 'not-moved'
  | 'dismissed' | 'this-case' | 'nothing-against';

/** Something that has the number a clerk asked about, and all that spoke against it. */
export interface WhyNotView {
  readonly lineId: string | null;
  readonly sideId: string | null;
  readonly number: string;
  readonly amount: MoneyWire;
  readonly channel: string;
  readonly day: string | null;
  readonly whyNot: readonly WhyNot[];
  /** How much more (or, negative, less) than the case's; null in another currency. */
  readonly apart: MoneyWire | null;
  readonly daysApart: number;
  readonly matched: { readonly rule: string; readonly at: string; readonly with: string | null } | null;
  readonly dismissed: { readonly by: string; readonly at: string } | null;
}

export interface ColleagueView { readonly id: string; readonly name: string }
