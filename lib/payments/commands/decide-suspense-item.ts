/** A person's word about held money: give it to open bills, or say that it went back. Nothing is ever decided by itself. */
import { authorize, type AccessFailure } from '@/lib/identity';
import type { BillId, Id } from '@/lib/kernel/ids';
import { err, type Result } from '@/lib/kernel/result';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import type { PaymentDeps } from '../deps';
import type { PaymentFailure } from '../errors';
import { paymentNumber } from '../numbers';
import { decisionEnv } from '../rules/decision';
import { decideSuspense, type SuspenseDecision, type SuspenseOutcome } from '../rules/decide-suspense';

export type SuspenseChoice =
  | { readonly do: 'credit'; readonly bills: readonly { readonly billId: BillId; readonly amountMinor: bigint }[] }
  /** `reference`: by what transfer it went back. */
  | { readonly do: 'return'; readonly reference: string };

export interface DecideSuspenseInput {
  readonly suspenseId: Id<'suspense'>;
  readonly choice: SuspenseChoice;
  readonly reason: string;
}

export async function decideSuspenseItem(
  deps: PaymentDeps,
  ctx: Ctx,
  input: DecideSuspenseInput,
): Promise<Result<SuspenseOutcome, PaymentFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'suspense.decide');
  if (!allowed.ok) return allowed;
  const [number] = await deps.store.numbers(ctx.institutionId, 'payment', 1);
  return deps.store.transaction(ctx.institutionId, async (tx): Promise<Result<SuspenseOutcome, PaymentFailure>> => {
    const peek = await tx.suspenseItem(input.suspenseId);
    if (!peek) return err('payments.suspense-not-found');
    // The payment is locked before the item is read again: two people deciding at once see each other.
    const view = await tx.viewByPayments(peek.paymentId === null ? [] : [peek.paymentId]);
    const item = await tx.suspenseItem(input.suspenseId, { lock: true });
    if (!item) return err('payments.suspense-not-found');
    if (input.choice.do === 'credit')
      await tx.addBills(
        view,
        input.choice.bills.map((b) => b.billId),
      );
    const decision: SuspenseDecision = input.choice.do === 'credit' ? { ...input.choice, number: paymentNumber(number!) } : input.choice;
    const who = { institutionId: ctx.institutionId, actor: actorName(ctx.actor), reason: input.reason };
    const { effects, result } = decideSuspense(view, item, decision, who, decisionEnv(deps));
    if (!result.ok) return result;
    await tx.apply(effects);
    await tx.audit(ctx, [
      {
        action: 'suspense.decide',
        subjectKind: 'suspense',
        subjectId: item.id,
        outcome: 'done',
        before: { status: item.status },
        after: {
          status: result.value.status,
          amountMinor: item.amountMinor.toString(),
          paymentId: result.value.paymentId,
          reason: input.reason,
        },
      },
    ]);
    return result;
  });
}
