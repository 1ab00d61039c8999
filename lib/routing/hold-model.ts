/** Browser-safe: what somebody says who keeps payments away from channels. */
import { z } from 'zod';
import { CHANNELS } from '@/lib/channels/model';
import type { MoneyWire } from '@/lib/kernel/money';
import { instant } from '@/lib/kernel/time';

/** More than this is no list of exceptions any more. */
export const HOLDS_MAX = 2_000;
export const HOLD_SUBJECTS = ['payer', 'bill', 'amount'] as const;

export const holdRouteSchema = z.object({
  subject: z.enum(HOLD_SUBJECTS),
  /** The payer's or the bill's number; for amounts it is empty. */
  number: z.string().trim().max(64).default(''),
  /** For amounts: payments of this much and more. */
  fromMinor: z.string().regex(/^[1-9]\d{0,14}$/).transform(BigInt).nullable().default(null),
  /** Empty: no channel at all. */
  channels: z.array(z.enum(CHANNELS)).max(CHANNELS.length).default([]),
  reason: z.string().trim().min(1).max(200),
  /** Milliseconds since 1970; null = until it is lifted. */
  until: z.coerce.number().int().positive().transform(instant).nullable().default(null),
  /** Made when the form was opened. */
  key: z.string().regex(/^[\w.:-]{8,128}$/),
}).refine((hold) => (hold.subject === 'amount' ? hold.fromMinor !== null : hold.number !== ''), { path: ['number'] });
export type HoldRouteInput = z.output<typeof holdRouteSchema>;

export const liftHoldSchema = z.object({ id: z.string().max(40) });

export interface RiskHoldView {
  readonly id: string;
  readonly subject: string;
  readonly number: string | null;
  readonly from: MoneyWire | null;
  readonly channels: readonly string[];
  readonly reason: string;
  readonly by: string;
  readonly at: string;
  readonly until: string | null;
}
