/** Who must consent to what, as data. Pure. */
import { assert } from '@/lib/kernel/assert';
import { exponentOf, type Money } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Role } from '@/lib/identity';
import type { ApprovalFailure } from './errors';

/** One signature: any one of these roles may give it. Steps are signed in order, each by somebody else. */
export interface Step {
  readonly roles: readonly Role[];
}

interface Band {
  /** In major units of the request's currency; the first band whose limit the amount stays below applies. */
  readonly below: bigint | null;
  readonly steps: readonly Step[];
}

const ANY_ONE: readonly Step[] = [{ roles: ['finance-manager', 'finance-director', 'vice-president'] }];
const TWO_IN_ORDER: readonly Step[] = [{ roles: ['finance-manager'] }, { roles: ['finance-director', 'vice-president'] }];

/** Kind of act → bands by amount. 500,000.00 and more needs two people. */
export const BANDS = {
  refund: [{ below: 500_000n, steps: ANY_ONE }, { below: null, steps: TWO_IN_ORDER }],
} as const satisfies Record<string, readonly Band[]>;

export type ApprovalKind = keyof typeof BANDS;

export function stepsFor(kind: ApprovalKind, amount: Money): readonly Step[] {
  const unit = 10n ** BigInt(exponentOf(amount.currency));
  const bands: readonly Band[] = BANDS[kind];
  const band = bands.find((b) => b.below === null || amount.minor < b.below * unit);
  assert(band, `no approval band for ${kind}`);
  return band.steps;
}

export interface Signature {
  readonly userId: string;
}

/** Whether this person may give the next signature. The order of the checks is the order in which they are explained. */
export function mayDecide(
  approval: { readonly requestedBy: string; readonly steps: readonly Step[] }, signed: readonly Signature[],
  person: { readonly userId: string; readonly roles: readonly string[] },
): Result<Step, ApprovalFailure> {
  if (person.userId === approval.requestedBy) return err('approvals.own-request');
  if (signed.some((s) => s.userId === person.userId)) return err('approvals.already-signed');
  const step = approval.steps[signed.length];
  assert(step, 'a pending approval has a step to sign');
  return step.roles.some((role) => person.roles.includes(role)) ? ok(step) : err('approvals.not-your-step');
}
