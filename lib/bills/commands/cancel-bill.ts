import { z } from 'zod';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import type { Currency } from '@/lib/kernel/money';
import { step } from '@/lib/kernel/machine';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { entryOf, post } from '@/lib/ledger';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import { withTx } from '@/lib/platform/tx';
import type { BillFailure } from '../errors';
import { billMachine, type BillState } from '../machine';

export const cancelBillInput = z.object({ billId: z.string().min(1).max(40), reason: z.string().trim().min(1).max(200) });

interface Row {
  readonly status: BillState;
  readonly paid_minor: bigint;
  readonly total_minor: bigint;
  readonly currency: Currency;
}

/** Takes back a bill nobody has paid anything on: the books are reversed by an entry of their own, the bill stays to be seen. */
export async function cancelBill(
  ctx: Ctx,
  input: z.infer<typeof cancelBillInput>,
): Promise<Result<{ billId: string }, BillFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'bill.issue');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx) => {
    const [bill] = await tx.$queryRaw<Row[]>`
      SELECT status, paid_minor, total_minor, currency FROM bill WHERE id = ${input.billId} FOR UPDATE`;
    if (!bill) return err('bills.not-found');
    if (bill.paid_minor > 0n) return err('bills.already-paid-on');
    const to = step(billMachine, bill.status, 'cancel');
    if (!to.ok) return err('bills.not-open');
    if (await tx.bill_hold.findUnique({ where: { bill_id: input.billId } })) return err('bills.being-paid');
    await tx.bill.update({ where: { id: input.billId }, data: { status: to.value } });
    await tx.bill_transition.create({
      data: {
        institution_id: ctx.institutionId,
        bill_id: input.billId,
        from_state: bill.status,
        event: 'cancel',
        to_state: to.value,
        at: toDate(ctx.clock.now()),
        actor: actorName(ctx.actor),
      },
    });
    const lines = await tx.bill_line.findMany({ where: { bill_id: input.billId }, orderBy: { line_no: 'asc' } });
    await post(tx, ctx, [
      entryOf({
        key: `bill-cancelled:${input.billId}`,
        kind: 'bill-cancelled',
        at: ctx.clock.now(),
        subjectKind: 'bill',
        subjectId: input.billId,
        currency: bill.currency,
        amountMinor: bill.total_minor,
        lines: lines.map((l) => ({ account: l.account_code, amountMinor: l.amount_minor, label: { zh: l.label_zh, en: l.label_en } })),
        memo: input.reason,
      }),
    ]);
    await audit(tx, ctx, {
      action: 'bill.cancel',
      subjectKind: 'bill',
      subjectId: input.billId,
      outcome: 'done',
      after: { reason: input.reason },
    });
    await emit(tx, ctx, [{ type: 'bill.cancelled', subjectId: input.billId, payload: {} }]);
    return ok({ billId: input.billId });
  });
}
