import { z } from 'zod';
import { hasConsent, requestApproval, type Operation } from '@/lib/approvals';
import { audit } from '@/lib/audit';
import { authorize, type AccessFailure } from '@/lib/identity';
import { err, must, ok, type Result } from '@/lib/kernel/result';
import { step } from '@/lib/kernel/machine';
import type { BillId, InstitutionId } from '@/lib/kernel/ids';
import { money, parseDecimal, toWire, type Currency } from '@/lib/kernel/money';
import { newId } from '@/lib/kernel/ports';
import { toDate } from '@/lib/kernel/time';
import { entryOf, post } from '@/lib/ledger';
import { nextNumbers } from '@/lib/platform/counter';
import { actorName, systemCtx, type Ctx } from '@/lib/platform/ctx';
import { emit } from '@/lib/platform/outbox';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { BillCode, BillFailure } from '../errors';
import { lockBills, openMinor, type PayableBill } from '../hold-bills';
import { shorten } from '../instalments';
import { billMachine } from '../machine';
import { CREDIT_KINDS } from '../model';
import { instalmentsOfBill, replaceInstalments } from '../read-instalments';

export const creditNoteInput = z.object({
  billId: z.string().min(1).max(40),
  kind: z.enum(CREDIT_KINDS),
  reason: z.string().trim().min(1).max(200),
  /** What to take off, item by item, in major units as typed. */
  items: z.array(z.object({ itemCode: z.string().min(1).max(32), amount: z.string().trim().min(1).max(20) })).min(1).max(40),
});
type CreditKind = (typeof CREDIT_KINDS)[number];

interface Credited {
  readonly itemCode: string;
  readonly minor: bigint;
}
interface Agreed {
  readonly kind: CreditKind;
  readonly reason: string;
  readonly items: readonly Credited[];
}
const sumOf = (items: readonly Credited[]): bigint => items.reduce((sum, i) => sum + i.minor, 0n);

/** What the signers agree to: this bill, these items, these amounts. A payment in between changes nothing while there is room for it. */
const creditOperation = (bill: PayableBill, { kind, reason, items }: Agreed): Operation => ({
  kind: 'bill-credit-note', subjectKind: 'bill', subjectId: bill.id, amount: toWire(money(sumOf(items), bill.currency)),
  facts: { billNumber: bill.number, kind, reason, items: items.map((i) => ({ item: i.itemCode, minor: i.minor.toString() })) },
});

/** Makes an open bill smaller: put before other people, and done when they agree. What was paid already is given back by a refund, not by this. */
export async function requestCreditNote(
  ctx: Ctx, input: z.infer<typeof creditNoteInput>,
): Promise<Result<{ approvalId: string }, BillFailure | AccessFailure>> {
  const allowed = authorize(ctx, 'bill.write-off');
  if (!allowed.ok) return allowed;
  return withTx(ctx, async (tx): Promise<Result<{ approvalId: string }, BillFailure>> => {
    const [bill] = await lockBills(tx, [input.billId as BillId]);
    if (!bill) return err('bills.not-found');
    const items = typedItems(input.items, bill.currency);
    if (!items) return err('bills.credit-amount');
    const wrong = await whyNot(tx, bill, items);
    if (wrong) return err(wrong);
    const asked = await tx.approval.findFirst({
      where: { institution_id: ctx.institutionId, kind: 'bill-credit-note', subject_id: bill.id, status: 'pending' }, select: { id: true },
    });
    if (asked) return err('bills.credit-asked');
    return ok(await requestApproval(tx, ctx, creditOperation(bill, { ...input, items })));
  });
}

/** Null when an amount is none, or an item is named twice. */
function typedItems(typed: z.infer<typeof creditNoteInput>['items'], currency: Currency): Credited[] | null {
  const items = typed.flatMap(({ itemCode, amount }): Credited[] => {
    const parsed = parseDecimal(amount, currency);
    return parsed.ok && parsed.value.minor > 0n ? [{ itemCode, minor: parsed.value.minor }] : [];
  });
  return items.length === typed.length && new Set(items.map((i) => i.itemCode)).size === items.length ? items : null;
}

async function whyNot(tx: Tx, bill: PayableBill, items: readonly Credited[]): Promise<BillCode | null> {
  if (bill.heldBy !== null) return 'bills.being-paid';
  if (!step(billMachine, bill.status, 'credit').ok) return 'bills.not-open';
  const lines = await tx.bill_line.groupBy({ by: ['item_code'], where: { bill_id: bill.id }, _sum: { amount_minor: true } });
  const charged = new Map(lines.map((l) => [l.item_code, l._sum.amount_minor ?? 0n]));
  if (items.some((i) => i.minor > (charged.get(i.itemCode) ?? 0n))) return 'bills.credit-over-item';
  if (sumOf(items) > openMinor(bill)) return 'bills.credit-over-open';
  return sumOf(items) === bill.totalMinor ? 'bills.credit-whole' : null;
}

/**
 * Consumer of `approval.approved`; may meet a decision again. Answers false when somebody is paying the bill this moment: then it is tried again later,
 * because what people signed must not get lost.
 */
export async function settleCreditNote(institutionId: InstitutionId, approvalId: string, ports: Partial<Pick<Ctx, 'clock' | 'random'>> = {}): Promise<boolean> {
  const ctx = systemCtx('approvals', institutionId, ports);
  return withTx(ctx, async (tx) => {
    const approval = await tx.approval.findFirst({ where: { id: approvalId, institution_id: institutionId, kind: 'bill-credit-note', status: 'approved' } });
    if (!approval) return true;
    const [bill] = await lockBills(tx, [approval.subject_id as BillId]);
    // Behind the bill's lock: of two that settle at once the second one sees the note.
    if (!bill || (await tx.bill_credit_note.findUnique({ where: { approval_id: approvalId } }))) return true;
    if (bill.heldBy !== null) return false;
    const agreed = agreedOf(approval.operation);
    const consent = await hasConsent(tx, ctx, approvalId, creditOperation(bill, agreed));
    const wrong = consent ? await whyNot(tx, bill, agreed.items) : 'approvals.operation-changed';
    if (wrong === null) await credit(tx, ctx, bill, agreed, approvalId);
    await audit(tx, ctx, {
      action: 'bill.credit', subjectKind: 'bill', subjectId: bill.id, outcome: wrong ?? 'done',
      after: { approvalId, minor: sumOf(agreed.items).toString() },
    });
    return true;
  });
}

const storedSchema = z.object({
  facts: z.object({ kind: z.enum(CREDIT_KINDS), reason: z.string(), items: z.array(z.object({ item: z.string(), minor: z.string() })) }),
});
function agreedOf(operation: unknown): Agreed {
  const { kind, reason, items } = storedSchema.parse(operation).facts;
  return { kind, reason, items: items.map((i) => ({ itemCode: i.item, minor: BigInt(i.minor) })) };
}

async function credit(tx: Tx, ctx: Ctx, bill: PayableBill, { kind, reason, items }: Agreed, approvalId: string): Promise<void> {
  const [at, off] = [toDate(ctx.clock.now()), sumOf(items)];
  const id = newId('creditNote', ctx);
  const number = `C${at.toISOString().slice(0, 7).replace('-', '')}${(await nextNumbers(tx, ctx, 'credit-note', 1)).toString().padStart(6, '0')}`;
  await tx.bill_credit_note.create({
    data: { id, institution_id: ctx.institutionId, bill_id: bill.id, number, kind, amount_minor: off, reason, approval_id: approvalId, created_at: at, actor: actorName(ctx.actor) },
  });
  const lines = await tx.bill_line.findMany({ where: { bill_id: bill.id }, orderBy: { line_no: 'asc' } });
  const taken = items.map((item, i) => ({ ...lines.find((l) => l.item_code === item.itemCode)!, line_no: lines.at(-1)!.line_no + i + 1, amount_minor: -item.minor }));
  await tx.bill_line.createMany({
    data: taken.map((line) => ({
      ...line, credit_note_id: id, explanation: { steps: [{ kind: 'credit-note', number, why: kind, amountMinor: line.amount_minor.toString() }] },
    })),
  });
  await shrink(tx, ctx, bill, off);
  await post(tx, ctx, [entryOf({
    key: `bill-credited:${id}`, kind: 'bill-credited', at: ctx.clock.now(), subjectKind: 'bill', subjectId: bill.id, currency: bill.currency, amountMinor: off,
    lines: taken.map((l) => ({ account: l.account_code, amountMinor: -l.amount_minor, label: { zh: l.label_zh, en: l.label_en } })), memo: reason,
  })]);
  await emit(tx, ctx, [{ type: 'bill.credited', subjectId: bill.id, payload: { creditNoteId: id, number, minor: off.toString() } }]);
}

async function shrink(tx: Tx, ctx: Ctx, bill: PayableBill, off: bigint): Promise<void> {
  const event = off === openMinor(bill) ? 'credit-rest' : 'credit';
  const to = must(step(billMachine, bill.status, event));
  const parts = await instalmentsOfBill(tx, bill.id);
  // Two statements: the next instalment is checked against what is open, which is smaller only afterwards.
  if (parts.length > 0) await tx.bill.update({ where: { id: bill.id }, data: { next_part_minor: null } });
  await tx.bill.update({ where: { id: bill.id }, data: { status: to, total_minor: bill.totalMinor - off } });
  await tx.bill_transition.create({
    data: { institution_id: ctx.institutionId, bill_id: bill.id, from_state: bill.status, event, to_state: to, at: toDate(ctx.clock.now()), actor: actorName(ctx.actor) },
  });
  if (parts.length > 0) await replaceInstalments(tx, ctx, { id: bill.id, paidMinor: bill.paidMinor }, shorten(parts, off));
}
