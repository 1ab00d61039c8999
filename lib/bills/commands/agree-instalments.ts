import { z } from 'zod';
import { audit } from '@/lib/audit';
import { authorize, hasPermission, type AccessFailure } from '@/lib/identity';
import type { BillId } from '@/lib/kernel/ids';
import { step } from '@/lib/kernel/machine';
import { parseDecimal } from '@/lib/kernel/money';
import { err, ok, type Result } from '@/lib/kernel/result';
import { addDays, isBusinessDate, toDate, type BusinessDate } from '@/lib/kernel/time';
import { institutionTerms } from '@/lib/payers';
import { actorName, type Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import { withTx } from '@/lib/platform/tx';
import type { BillFailure } from '../errors';
import { lockBills, openMinor, type PayableBill } from '../hold-bills';
import { nextPart, type Instalment } from '../instalments';
import { billMachine } from '../machine';
import { instalmentsOfBill, replaceInstalments } from '../read-instalments';
import { restricts, standingIn } from '../standing-queries';

/** Nobody is given longer than this; what takes longer is another contract. */
const LATEST_DAYS = 3 * 366;

export const agreeInstalmentsInput = z.object({
  billId: z.string().min(1).max(40),
  note: z.string().trim().min(1).max(200),
  /** Parts of what is still open, in their order; amounts in major units as typed. One part = a later day. */
  parts: z.array(z.object({ dueDate: z.string().refine(isBusinessDate), amount: z.string().trim().min(1).max(20) })).min(1).max(24),
});
type Input = z.infer<typeof agreeInstalmentsInput>;

/**
 * Lets a payer pay what is open in parts, each on its own day from today on. Takes the place of what was agreed before; what was paid stays paid.
 * Somebody whose grade the institution restricts is given parts only by a person who may approve.
 */
export async function agreeInstalments(ctx: Ctx, input: Input): Promise<Result<{ billId: string }, BillFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'bill.arrange');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ billId: string }, BillFailure>> => {
    const [bill] = await lockBills(tx, [input.billId as BillId]);
    if (!bill) return err('bills.not-found');
    if (bill.heldBy !== null) return err('bills.being-paid');
    const event = bill.status === 'overdue' && bill.paidMinor === 0n ? 'put-off' : 'agree';
    const to = step(billMachine, bill.status, event);
    if (!to.ok) return err('bills.not-open');
    const { today } = await institutionTerms(tx, ctx);
    const standing = await standingIn(tx, ctx, bill.payerId, today);
    if (!hasPermission(ctx.actor, 'approval.decide') && (await restricts(tx, ctx, standing.grade))) return err('bills.grade-restricts', { grade: standing.grade });
    const agreed = partsOf(bill, input.parts, today);
    if (!agreed.ok) return agreed;
    const before = await instalmentsOfBill(tx, bill.id);
    await tx.bill.update({ where: { id: bill.id }, data: { status: to.value, next_part_minor: null } });
    await tx.bill_transition.create({
      data: { institution_id: ctx.institutionId, bill_id: bill.id, from_state: bill.status, event, to_state: to.value, at: toDate(ctx.clock.now()), actor: actorName(ctx.actor) },
    });
    await replaceInstalments(tx, ctx, bill, agreed.value);
    await audit(tx, ctx, {
      action: 'bill.agree-instalments', subjectKind: 'bill', subjectId: bill.id, outcome: 'done', before: { parts: before.map(text) },
      after: { parts: agreed.value.map(text), note: input.note },
    });
    await emit(tx, ctx, [{ type: 'bill.instalments-agreed', subjectId: bill.id, payload: { next: nextPart(agreed.value, bill.paidMinor)!.dueDate } }]);
    return ok({ billId: bill.id });
  });
}

const text = (part: Instalment): string => `${part.dueDate} ${part.amountMinor}`;

/** What was paid already is the first part, so that the parts add up to the bill as they always do. */
function partsOf(bill: PayableBill, typed: Input['parts'], today: BusinessDate): Result<Instalment[], BillFailure> {
  const parts: Instalment[] = bill.paidMinor > 0n ? [{ dueDate: today, amountMinor: bill.paidMinor }] : [];
  let after = addDays(today, -1);
  for (const { dueDate, amount } of typed) {
    const parsed = parseDecimal(amount, bill.currency);
    if (!parsed.ok || parsed.value.minor <= 0n) return err('bills.instalment-amount');
    if (dueDate <= after || dueDate > addDays(today, LATEST_DAYS)) return err('bills.instalment-days');
    after = dueDate as BusinessDate;
    parts.push({ dueDate: after, amountMinor: parsed.value.minor });
  }
  const sum = parts.reduce((all, p) => all + p.amountMinor, 0n);
  return sum === bill.totalMinor ? ok(parts) : err('bills.instalments-do-not-add-up', { open: openMinor(bill).toString() });
}
