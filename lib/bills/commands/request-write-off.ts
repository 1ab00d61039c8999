import { z } from 'zod';
import { hasConsent, requestApproval, type Operation } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { step } from '@/lib/kernel/machine';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import type { BillId, InstitutionId } from '@/lib/kernel/ids';
import { err, ok, type Result } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { entryOf, post } from '@/lib/ledger';
import { actorName, systemCtx, type Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { BillFailure } from '../errors';
import { lockBills, openMinor, type PayableBill } from '../hold-bills';
import { billMachine } from '../machine';

export const writeOffInput = z.object({ billId: z.string().min(1).max(40), reason: z.string().trim().min(1).max(200) });

/** What the signers agree to: this bill, this much still open, this reason. A payment in between makes it another operation. */
const writeOffOperation = (bill: PayableBill, reason: string): Operation => ({
  kind: 'bill-write-off', subjectKind: 'bill', subjectId: bill.id, amount: toWire(money(openMinor(bill), bill.currency)), facts: { billNumber: bill.number, reason },
});

/** Somebody gives up what is still open of a bill: put before other people, and done when they agree. */
export async function requestWriteOff(
  ctx: Ctx, input: z.infer<typeof writeOffInput>,
): Promise<Result<{ approvalId: string }, BillFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'bill.write-off');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ approvalId: string }, BillFailure>> => {
    const bill = await openBill(tx, input.billId);
    if (!bill.ok) return bill;
    const asked = await tx.approval.findFirst({
      where: { institution_id: ctx.institutionId, kind: 'bill-write-off', subject_id: input.billId, status: 'pending' }, select: { id: true },
    });
    if (asked) return err('bills.write-off-asked');
    return ok(await requestApproval(tx, ctx, writeOffOperation(bill.value, input.reason)));
  });
}

async function openBill(tx: Tx, billId: string): Promise<Result<PayableBill, BillFailure>> {
  const [bill] = await lockBills(tx, [billId as BillId]);
  if (!bill) return err('bills.not-found');
  if (bill.heldBy !== null) return err('bills.being-paid');
  return step(billMachine, bill.status, 'write-off').ok && openMinor(bill) > 0n ? ok(bill) : err('bills.not-open');
}

/**
 * Consumer of `approval.approved`; may meet a decision again. What was agreed to is checked against the bill as it stands now. Answers false when somebody
 * is paying the bill this moment: then it is tried again later.
 */
export async function settleWriteOff(institutionId: InstitutionId, approvalId: string, ports: Partial<Pick<Ctx, 'clock' | 'random'>> = {}): Promise<boolean> {
  const ctx = systemCtx('approvals', institutionId, ports);
  return withTx(ctx, async (tx) => {
    const approval = await tx.approval.findFirst({ where: { id: approvalId, institution_id: institutionId, kind: 'bill-write-off' } });
    if (!approval) return true;
    const bill = await openBill(tx, approval.subject_id);
    if (!bill.ok && bill.error.code === 'bills.being-paid') return false;
    const { reason } = (approval.operation as { facts: { reason: string } }).facts;
    const agreed = bill.ok && (await hasConsent(tx, ctx, approvalId, writeOffOperation(bill.value, reason)));
    if (bill.ok && agreed) await writeOff(tx, ctx, bill.value, approvalId, reason);
    await audit(tx, ctx, {
      action: 'bill.write-off', subjectKind: 'bill', subjectId: approval.subject_id, outcome: bill.ok ? (agreed ? 'done' : 'approvals.operation-changed') : bill.error.code,
      after: { approvalId },
    });
    return true;
  });
}

async function writeOff(tx: Tx, ctx: Ctx, bill: PayableBill, approvalId: string, reason: string): Promise<void> {
  const at = toDate(ctx.clock.now());
  await tx.bill.update({ where: { id: bill.id }, data: { status: 'written-off' } });
  await tx.bill_transition.create({
    data: { institution_id: ctx.institutionId, bill_id: bill.id, from_state: bill.status, event: 'write-off', to_state: 'written-off', at, actor: actorName(ctx.actor) },
  });
  await post(tx, ctx, [entryOf({
    key: `bill-written-off:${bill.id}`, kind: 'bill-written-off', at: ctx.clock.now(), subjectKind: 'bill', subjectId: bill.id, currency: bill.currency as Currency,
    amountMinor: openMinor(bill), memo: reason,
  })]);
  await emit(tx, ctx, [{ type: 'bill.written-off', subjectId: bill.id, payload: { approvalId, minor: openMinor(bill).toString() } }]);
}
