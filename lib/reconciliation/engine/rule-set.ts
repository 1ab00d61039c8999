/** The rules of matching as data: which are tried, in which order, how far they may go. Versions are kept (G3). Pure, browser-safe. */
import { z } from 'zod';

/** What may be tried on lines that the exact key left over, in the order of their built-in standing. */
export const REST_RULES = [
  'clean-key', 'bank-number', 'memo-key', 'refund-of-order', 'reversal', 'instalments', 'one-to-many', 'payment-code', 'settlement-batch', 'amount-time',
] as const;
export type RestRule = (typeof REST_RULES)[number];

/** Minor units as text: JSON knows no whole numbers of this size. */
const minorText = z.string().regex(/^\d{1,15}$/);
const clockText = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const seconds = (max: number) => z.number().int().min(0).max(max);

export const ruleSetSchema = z.object({
  rules: z.array(z.enum(REST_RULES)).max(REST_RULES.length).refine((all) => new Set(all).size === all.length),
  window: z.object({
    /** The bank's clock may be this much behind ours, and its booking this much later. */
    beforeSeconds: seconds(86_400), afterSeconds: seconds(259_200),
    /** Nearer than this, and any other candidate further by the margin: the two belong together whatever else lies around. */
    nearestSeconds: seconds(3_600), marginSeconds: seconds(86_400),
  }),
  /** Differences below the first figure are let go by themselves, up to the second in a day and channel. `0`: every cent is seen by a person. */
  tolerance: z.object({ ignoreBelowMinor: minorText, dailyCapMinor: minorText }),
  /** What a channel's contract says it keeps; a channel that is not named is not checked. */
  fees: z.object({ bps: z.record(z.string().max(20), z.number().int().min(0).max(10_000)), toleranceMinor: minorText }),
  notYet: z.object({
    nearCutMinutes: z.number().int().min(0).max(720),
    /** Until this time of the day after, what is missing is only late. */
    readyAt: clockText,
    /** Channels that settle on working days only: their day after is the next working day. */
    workdaysOnly: z.array(z.string().max(20)).max(50),
  }),
});
export type RuleSet = z.output<typeof ruleSetSchema>;
export interface VersionedRules extends RuleSet { readonly version: number }

export const BUILT_IN_RULES: VersionedRules = {
  version: 1,
  rules: [...REST_RULES],
  window: { beforeSeconds: 30, afterSeconds: 300, nearestSeconds: 10, marginSeconds: 60 },
  tolerance: { ignoreBelowMinor: '0', dailyCapMinor: '0' },
  fees: { bps: {}, toleranceMinor: '1' },
  notYet: { nearCutMinutes: 30, readyAt: '10:00', workdaysOnly: [] },
};
