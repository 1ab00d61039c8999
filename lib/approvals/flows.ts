/** Who must consent to what, as data: bands by amount, stages one after another, signatures of one stage side by side. Pure. */
import { z } from 'zod';
import { assert } from '@/lib/kernel/assert';
import { exponentOf, type Money } from '@/lib/kernel/money';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';
import { APPROVAL_KINDS, type ApprovalKind } from './kinds';

/** Roles that may sign at all; the policy table's `approval.decide` names the same (rules.test.ts compares them). */
export const SIGNING_ROLES = ['finance-manager', 'finance-director', 'vice-president'] as const;
export type SigningRole = (typeof SIGNING_ROLES)[number];

const slotSchema = z.object({ roles: z.array(z.enum(SIGNING_ROLES)).min(1).max(3), department: z.string().trim().min(1).max(60).nullable() });
const stageSchema = z.object({ slots: z.array(slotSchema).min(1).max(5) });
const bandSchema = z.object({
  /** Whole major units of the request's currency, or null for "and everything above". */
  below: z.string().regex(/^[1-9]\d{0,14}$/).nullable(),
  stages: z.array(stageSchema).min(1).max(5),
});
export const flowSchema = z.object({
  bands: z.array(bandSchema).min(1).max(8),
  remindHours: z.number().int().min(1).max(720),
  escalateHours: z.number().int().min(1).max(720).nullable(),
  escalateTo: z.array(z.enum(SIGNING_ROLES)).max(3),
  expireDays: z.number().int().min(1).max(90),
});
/** One kind's flow as drawn in the editor. */
export type Flow = z.output<typeof flowSchema>;

/** One signature: any one of these roles may give it, in the department named if one is. Stages are signed in order, each by somebody else. */
export interface Step {
  readonly roles: readonly SigningRole[];
  readonly stage: number;
  readonly department?: string;
}

/** 500,000.00 and more never has fewer than two signatures, whatever an administrator draws. */
export const DUAL_FROM_MAJOR = 500_000n;

const any = { roles: [...SIGNING_ROLES], department: null };
const first = { roles: ['finance-manager' as const], department: null };
const second = { roles: ['finance-director' as const, 'vice-president' as const], department: null };
const MONEY: Flow = {
  bands: [{ below: '500000', stages: [{ slots: [any] }] }, { below: null, stages: [{ slots: [first] }, { slots: [second] }] }],
  remindHours: 4, escalateHours: 24, escalateTo: ['vice-president'], expireDays: 14,
};
const CHANGE: Flow = { ...MONEY, bands: [{ below: null, stages: [{ slots: [any] }] }] };
/** Whoever signs under a rule does not make it alone: both heads agree, side by side. */
const RULES: Flow = {
  ...MONEY, bands: [{ below: null, stages: [{ slots: [{ roles: ['finance-director'], department: null }, { roles: ['vice-president'], department: null }] }] }],
  escalateHours: null, escalateTo: [],
};
/** Money by transfer leaves without the bank's own check of where it came from: two people from the first yuan on. */
const TRANSFER: Flow = { ...MONEY, bands: [{ below: null, stages: [{ slots: [first] }, { slots: [second] }] }] };

/** Who signs is given, and taken, by one of the heads; never by whose rights they are (20_approvals.sql). */
const RIGHTS: Flow = { ...MONEY, bands: [{ below: null, stages: [{ slots: [second] }] }], escalateHours: null, escalateTo: [] };

const OWN: Partial<Record<ApprovalKind, Flow>> = { 'approval-flow-change': RULES, 'refund-transfer': TRANSFER, 'period-reopen': RULES, 'rights-change': RIGHTS };
export const defaultFlow = (kind: ApprovalKind): Flow => OWN[kind] ?? (APPROVAL_KINDS[kind].money ? MONEY : CHANGE);

/** The signatures an act of this size needs, in order. */
export function stepsOf(flow: Flow, amount: Money): readonly Step[] {
  const unit = 10n ** BigInt(exponentOf(amount.currency));
  const band = flow.bands.find((b) => b.below === null || amount.minor < BigInt(b.below) * unit);
  assert(band, 'the last band of a flow has no upper end');
  return band.stages.flatMap((stage, index) => stage.slots.map((slot) => ({
    roles: slot.roles, stage: index, ...(slot.department !== null && { department: slot.department }),
  })));
}

export type FlowFailure = Failure<'approvals.flow-open-end' | 'approvals.flow-order' | 'approvals.flow-one-signature' | 'approvals.flow-escalation'>;

/** Whether a drawn flow can be used: bands rise to an open end, large amounts have two signatures, escalation goes somewhere. */
export function checkFlow(kind: ApprovalKind, flow: Flow): Result<Flow, FlowFailure> {
  const limits = flow.bands.map((b) => (b.below === null ? null : BigInt(b.below)));
  if (limits.at(-1) !== null || limits.slice(0, -1).includes(null)) return err('approvals.flow-open-end');
  if (limits.some((limit, i) => i > 0 && limit !== null && limit <= limits[i - 1]!)) return err('approvals.flow-order');
  const thin = flow.bands.some((b) => (b.below === null || BigInt(b.below) > DUAL_FROM_MAJOR) && b.stages.flatMap((s) => s.slots).length < 2);
  if (APPROVAL_KINDS[kind].money && thin) return err('approvals.flow-one-signature', { from: DUAL_FROM_MAJOR.toString() });
  if (flow.bands.some((b) => b.stages.flatMap((s) => s.slots).length > 10)) return err('approvals.flow-order');
  if ((flow.escalateHours === null) !== (flow.escalateTo.length === 0)) return err('approvals.flow-escalation');
  return ok(flow);
}
