/**
 * Held money goes back only with other people's consent: one asks, others sign exactly this item and amount, then it is sent at the bank and recorded.
 * The database lets no item be `returned` without that consent (suspense_return_has_consent, prisma/sql/35_consent.sql).
 */
import { hasConsent, requestApproval, type Operation } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { Id } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { PaymentDeps } from '../deps';
import type { PaymentFailure } from '../errors';
import type { SuspenseOutcome } from '../rules/decide-suspense';
import { decideSuspenseItem } from './decide-suspense-item';

interface Item { readonly id: string; readonly kind: string; readonly channel: string; readonly order_no: string; readonly amount_minor: bigint; readonly currency: string; readonly status: string }

/** To whoever paid it, by the way the bank names: there is no account to choose, so none can be swapped. */
const operationOf = (item: Item, reason: string): Operation => ({
  kind: 'suspense-return', subjectKind: 'suspense', subjectId: item.id, amount: { minor: item.amount_minor.toString(), currency: item.currency as 'CNY' },
  facts: { channel: item.channel, orderNo: item.order_no, why: item.kind, route: 'original', reason },
});

const lockItem = async (tx: Tx, id: string): Promise<Item | undefined> => (await tx.$queryRaw<Item[]>`
  SELECT id, kind, channel, order_no, amount_minor, currency, status FROM suspense_item WHERE id = ${id} FOR UPDATE`)[0];
const newest = (tx: Tx, ctx: Ctx, itemId: string) => tx.approval.findFirst({
  where: { institution_id: ctx.institutionId, kind: 'suspense-return', subject_id: itemId, status: { in: ['pending', 'approved'] } }, orderBy: { id: 'desc' },
});

/** Asked again while one is under way or agreed: that one is answered. */
export async function askToReturnSuspense(
  ctx: Ctx, input: { readonly suspenseId: Id<'suspense'>; readonly reason: string },
): Promise<Result<{ readonly approvalId: string }, PaymentFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'suspense.decide');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ approvalId: string }, PaymentFailure>> => {
    const item = await lockItem(tx, input.suspenseId);
    if (!item) return err('payments.suspense-not-found');
    if (item.status !== 'held') return err('payments.suspense-decided');
    const before = await newest(tx, ctx, item.id);
    if (before) return ok({ approvalId: before.id });
    const { approvalId } = await requestApproval(tx, ctx, operationOf(item, input.reason));
    await audit(tx, ctx, {
      action: 'suspense.ask-return', subjectKind: 'suspense', subjectId: item.id, outcome: 'done', after: { approval: approvalId, amountMinor: item.amount_minor.toString(), reason: input.reason },
    });
    return ok({ approvalId });
  });
}

/** After the transfer at the bank: `reference` is its number there. */
export async function returnSuspenseItem(
  deps: PaymentDeps, ctx: Ctx, input: { readonly suspenseId: Id<'suspense'>; readonly reference: string; readonly reason: string },
): Promise<Result<SuspenseOutcome, PaymentFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'suspense.decide');
  if (!allowed.ok) return allowed;
  // Consent is never taken back once it is given, so it may be looked at before the money's own transaction.
  const agreed = await withTx(ctx, async (tx): Promise<Result<true, PaymentFailure>> => {
    const item = await lockItem(tx, input.suspenseId);
    if (!item) return err('payments.suspense-not-found');
    const approval = await newest(tx, ctx, item.id);
    const reason = (approval?.operation as Operation | undefined)?.facts.reason;
    return approval && typeof reason === 'string' && (await hasConsent(tx, ctx, approval.id, operationOf(item, reason))) ? ok(true) : err('payments.suspense-no-consent');
  });
  return agreed.ok ? decideSuspenseItem(deps, ctx, { suspenseId: input.suspenseId, reason: input.reason, choice: { do: 'return', reference: input.reference } }) : agreed;
}
