/** Browser-safe door of approvals. */
import { z } from 'zod';
import { instantOf, isBusinessDate, addDays } from '@/lib/kernel/time';
import { flowSchema } from './flows';
import { ALL_KINDS } from './kinds';

export type { ApprovalStatus } from './machine';
export { defaultFlow, DUAL_FROM_MAJOR, SIGNING_ROLES, type Flow } from './flows';
export { isApprovalKind, type ApprovalKind } from './kinds';

export const APPROVAL_VIEWS = ['mine', 'pending', 'decided'] as const;
export type ApprovalsTab = (typeof APPROVAL_VIEWS)[number];

const wish = z.object({
  approvalId: z.string().max(40),
  decision: z.enum(['approve', 'reject']),
  reason: z.string().trim().max(500).default(''),
  operationHash: z.string().regex(/^[0-9a-f]{64}$/),
});
/** A code of the authenticator app, or what a passkey answered as JSON. */
const factor = {
  stepUpCode: z.union([z.literal(''), z.string().trim().regex(/^\d{6}$/, 'identity.code-wrong')], 'identity.code-wrong').default(''), passkey: z.string().max(8_000).optional(),
};
const oneFactor = (input: { readonly stepUpCode: string; readonly passkey?: string | undefined }): boolean => input.stepUpCode !== '' || input.passkey !== undefined;
const NO_FACTOR = { path: ['stepUpCode'], message: 'identity.code-wrong' };
export const decideInput = wish.extend(factor).refine(oneFactor, NO_FACTOR);

export const BULK_MAX = 50;
/** Several decisions under one code, each with a reason of its own. */
export const decideManyInput = z.object({ items: z.array(wish).min(1).max(BULK_MAX), ...factor }).refine(oneFactor, NO_FACTOR);
/** What a passkey is about to be asked to sign: one decision, or a list of them. */
export const beginDecisionInput = z.object({ items: z.array(wish).min(1).max(BULK_MAX), list: z.boolean() });

const kind = z.enum(ALL_KINDS as [typeof ALL_KINDS[number], ...typeof ALL_KINDS]);
export const proposeFlowInput = z.object({ kind, flow: flowSchema, note: z.string().trim().max(300).default('') });
/** `major`: whole major units. */
export const tryFlowInput = z.object({ kind, major: z.string().regex(/^\d{1,15}$/), requester: z.string().max(40).nullable(), flow: flowSchema.nullable() });

const day = z.string().refine(isBusinessDate, 'approvals.delegation-dates');
/** Days of the calendar in the institution's zone, both counted. */
export const delegateInput = z.object({
  toUser: z.string().min(1).max(40), kinds: z.array(kind).max(ALL_KINDS.length).default([]), from: day, until: day, zone: z.string().max(60),
  reason: z.string().trim().min(1).max(300),
}).transform(({ from, until, zone, ...rest }) => ({
  ...rest, from: instantOf(from as Parameters<typeof instantOf>[0], '00:00', zone), until: instantOf(addDays(until as Parameters<typeof addDays>[0], 1), '00:00', zone),
}));
export const revokeInput = z.object({ id: z.string().max(40) });

/** The tab of an address; anything unknown is "wait for me". */
export const approvalsView = (asked: unknown): ApprovalsTab => APPROVAL_VIEWS.find((view) => view === asked) ?? 'mine';
