/**
 * How a payment, a bill, a refund or an account stood at any moment. Nothing is undone to find out: steps, allocations and entries are only ever added,
 * so what had been added by then is how it stood.
 */
import { namesOf, requirePermission, type Permission } from '@/lib/identity';
import { money, toWire, type Currency } from '@/lib/kernel/money';
import { toDate, toIso, type Instant } from '@/lib/kernel/time';
import { vouchersOf } from '@/lib/ledger';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx, type Tx } from '@/lib/platform/tx';
import type { PastFact, PastKind, PastOther, PastState, PastStep } from './model';

const NEEDS: Readonly<Record<PastKind, Permission>> = { payment: 'payment.read', bill: 'bill.read', refund: 'refund.read', account: 'ledger.read' };
const LINES_MAX = 50;

/** `ref`: an id, or the number people use; of an account its code. Null when this institution never had such a thing. */
export async function pastState(ctx: Ctx, input: { readonly kind: PastKind; readonly ref: string; readonly at: Instant }): Promise<PastState | null> {
  requirePermission(ctx, NEEDS[input.kind]);
  const ref = input.ref.trim().slice(0, 60);
  if (!ref) return null;
  return withTx(ctx, async (tx) => {
    const state = await READERS[input.kind](tx, ctx, ref, input.at);
    const names = await namesOf(tx, [...new Set((state?.steps ?? []).flatMap((step) => userOf(step.actor) ?? []))]);
    return state && { ...state, steps: state.steps.map((step) => ({ ...step, name: names.get(userOf(step.actor) ?? '') ?? null })) };
  }, { isolation: 'RepeatableRead' });
}

const userOf = (actor: string): string | null => (actor.startsWith('user:') ? actor.slice('user:'.length) : null);

type Reader = (tx: Tx, ctx: Ctx, ref: string, at: Instant) => Promise<PastState | null>;
const READERS: Readonly<Record<PastKind, Reader>> = { payment: paymentAt, bill: billAt, refund: refundAt, account: accountAt };

const fact = (name: PastFact['name'], minor: bigint, currency: string): PastFact => ({ name, amount: toWire(money(minor, currency as Currency)) });

interface StepRow { readonly from_state: string; readonly event: string; readonly to_state: string; readonly at: Date; readonly actor: string }
const stepView = (noun: PastStep['noun'], id: string) => (row: StepRow): PastStep =>
  ({ noun, id, event: row.event, from: row.from_state, to: row.to_state, at: row.at.toISOString(), actor: row.actor, name: null });
const inTime = (steps: readonly PastStep[]): PastStep[] => [...steps].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
const lastState = (steps: readonly StepRow[], first: string): string => steps.at(-1)?.to_state ?? first;

async function vouchersUntil(tx: Tx, ids: readonly string[], at: Instant) {
  return (await vouchersOf(tx, ids)).filter((voucher) => voucher.at <= toIso(at));
}

interface RefundThen extends PastOther { readonly minor: bigint; readonly again: boolean; readonly steps: readonly PastStep[] }

async function refundsAt(tx: Tx, paymentId: string, at: Instant): Promise<RefundThen[]> {
  const rows = await tx.refund.findMany({ where: { payment_id: paymentId, requested_at: { lte: toDate(at) } }, orderBy: { requested_at: 'asc' } });
  const steps = await tx.refund_transition.findMany({ where: { refund_id: { in: rows.map((r) => r.id) }, at: { lte: toDate(at) } }, orderBy: { id: 'asc' } });
  const returned = new Set(steps.filter((s) => s.to_state === 'returned').map((s) => s.refund_id));
  return rows.map((row) => {
    const own = steps.filter((s) => s.refund_id === row.id);
    return {
      noun: 'refund', id: row.id, number: row.number, status: lastState(own, 'requested'), amount: toWire(money(row.amount_minor, row.currency as Currency)),
      minor: row.amount_minor, again: row.replaces !== null && returned.has(row.replaces), steps: own.map(stepView('refund', row.id)),
    };
  });
}

const PENDING = ['requested', 'approved', 'executing', 'unknown'];

async function paymentAt(tx: Tx, ctx: Ctx, ref: string, at: Instant): Promise<PastState | null> {
  const row = await tx.payment.findFirst({ where: { institution_id: ctx.institutionId, OR: [{ id: ref }, { number: ref }] } });
  if (!row) return null;
  const until = { lte: toDate(at) };
  const steps = await tx.payment_transition.findMany({ where: { payment_id: row.id, at: until }, orderBy: { id: 'asc' } });
  const attempts = await tx.payment_attempt.findMany({ where: { payment_id: row.id, created_at: until }, orderBy: { seq: 'asc' } });
  const tries = await tx.attempt_transition.findMany({ where: { attempt_id: { in: attempts.map((a) => a.id) }, at: until }, orderBy: { id: 'asc' } });
  const allocations = await tx.bill_allocation.findMany({ where: { payment_id: row.id, at: until } });
  const refunds = await refundsAt(tx, row.id, at);
  const sum = (back: boolean) => allocations.filter((a) => (a.refund_id !== null) === back).reduce((total, a) => total + a.amount_minor, 0n);
  const [captured, refunded] = [sum(false), -sum(true)];
  const pending = refunds.filter((r) => !r.again && PENDING.includes(r.status ?? '')).reduce((total, r) => total + r.minor, 0n);
  const existed = row.created_at <= toDate(at);
  return {
    kind: 'payment', id: row.id, number: row.number, href: `/payments/${row.id}`, at: toIso(at), existed, status: existed ? lastState(steps, 'created') : null, lines: [],
    facts: [fact('amount', row.amount_minor, row.currency), fact('captured', captured, row.currency), fact('refunded', refunded, row.currency),
      fact('refundPending', pending, row.currency), fact('refundable', captured - refunded - pending, row.currency)],
    others: [
      ...attempts.map((a): PastOther => ({
        noun: 'attempt', id: a.id, number: a.order_no, status: lastState(tries.filter((s) => s.attempt_id === a.id), 'created'), amount: toWire(money(a.amount_minor, a.currency as Currency)),
      })),
      ...refunds.map(({ noun, id, number, status, amount }) => ({ noun, id, number, status, amount })),
    ],
    steps: inTime([...steps.map(stepView('payment', row.id)), ...tries.map((s) => stepView('attempt', s.attempt_id)(s)), ...refunds.flatMap((r) => r.steps)]),
    vouchers: await vouchersUntil(tx, [row.id, ...refunds.map((r) => r.id), ...(row.idempotency_key.startsWith('suspense:') ? [row.idempotency_key.slice('suspense:'.length)] : [])], at),
  };
}

async function billAt(tx: Tx, ctx: Ctx, ref: string, at: Instant): Promise<PastState | null> {
  const row = await tx.bill.findFirst({ where: { institution_id: ctx.institutionId, OR: [{ id: ref }, { number: ref }] } });
  if (!row) return null;
  const until = { lte: toDate(at) };
  const steps = await tx.bill_transition.findMany({ where: { bill_id: row.id, at: until }, orderBy: { id: 'asc' } });
  const allocations = await tx.bill_allocation.findMany({ where: { bill_id: row.id, at: until }, orderBy: { id: 'asc' } });
  const vouchers = await vouchersUntil(tx, [row.id], at);
  // What was owed is what the books took up for it: issued, less credit notes.
  const total = vouchers.filter((v) => v.kind === 'bill-issued' || v.kind === 'bill-credited').flatMap((v) => v.lines).filter((l) => l.code === '1122')
    .reduce((all, l) => all + BigInt(l.debit?.minor ?? 0) - BigInt(l.credit?.minor ?? 0), 0n);
  const paid = allocations.filter((a) => a.refund_id === null).reduce((all, a) => all + a.amount_minor, 0n);
  const refunded = -allocations.filter((a) => a.refund_id !== null).reduce((all, a) => all + a.amount_minor, 0n);
  const existed = row.created_at <= toDate(at);
  const status = existed ? lastState(steps, 'draft') : null;
  const open = status !== null && ['issued', 'part-paid', 'overdue'].includes(status) ? total - paid : 0n;
  const payments = await tx.payment.findMany({ where: { id: { in: allocations.map((a) => a.payment_id) } }, select: { id: true, number: true } });
  return {
    kind: 'bill', id: row.id, number: row.number, href: `/bills/${row.id}`, at: toIso(at), existed, status, lines: [], steps: steps.map(stepView('bill', row.id)), vouchers,
    facts: [fact('total', total, row.currency), fact('paid', paid, row.currency), fact('refunded', refunded, row.currency), fact('open', open, row.currency)],
    others: allocations.map((a) => ({
      noun: a.refund_id === null ? 'payment' : 'refund', id: a.refund_id ?? a.payment_id, number: payments.find((p) => p.id === a.payment_id)?.number ?? a.payment_id, status: null,
      amount: toWire(money(a.amount_minor, row.currency as Currency)),
    })),
  };
}

async function refundAt(tx: Tx, ctx: Ctx, ref: string, at: Instant): Promise<PastState | null> {
  const row = await tx.refund.findFirst({ where: { institution_id: ctx.institutionId, OR: [{ id: ref }, { number: ref }] } });
  if (!row) return null;
  const steps = await tx.refund_transition.findMany({ where: { refund_id: row.id, at: { lte: toDate(at) } }, orderBy: { id: 'asc' } });
  const existed = row.requested_at <= toDate(at);
  return {
    kind: 'refund', id: row.id, number: row.number, href: `/refunds/${row.id}`, at: toIso(at), existed, status: existed ? lastState(steps, 'requested') : null, others: [], lines: [],
    facts: [fact('amount', row.amount_minor, row.currency)], steps: steps.map(stepView('refund', row.id)), vouchers: await vouchersUntil(tx, [row.id], at),
  };
}

interface AccountRow { readonly currency: string; readonly debit: bigint; readonly credit: bigint }
interface LineRow { readonly entry_id: bigint; readonly at: Date; readonly kind: string; readonly subject_id: string; readonly amount_minor: bigint; readonly currency: string }

async function accountAt(tx: Tx, ctx: Ctx, code: string, at: Instant): Promise<PastState | null> {
  const account = await tx.ledger_account.findFirst({ where: { institution_id: ctx.institutionId, code } });
  if (!account) return null;
  const moment = toIso(at);
  const sums = await tx.$queryRaw<AccountRow[]>`
    SELECT p.currency, coalesce(sum(p.amount_minor) FILTER (WHERE p.amount_minor > 0), 0)::bigint AS debit, coalesce(-sum(p.amount_minor) FILTER (WHERE p.amount_minor < 0), 0)::bigint AS credit
    FROM ledger_posting p JOIN journal_entry e ON e.id = p.entry_id
    WHERE p.institution_id = ${ctx.institutionId} AND p.account_code = ${code} AND e.at <= ${moment}::timestamptz GROUP BY p.currency ORDER BY p.currency`;
  const last = await tx.$queryRaw<LineRow[]>`
    SELECT p.entry_id, e.at, e.kind, e.subject_id, p.amount_minor, p.currency FROM ledger_posting p JOIN journal_entry e ON e.id = p.entry_id
    WHERE p.institution_id = ${ctx.institutionId} AND p.account_code = ${code} AND e.at <= ${moment}::timestamptz ORDER BY e.at DESC, p.entry_id DESC LIMIT ${LINES_MAX}`;
  return {
    kind: 'account', id: code, number: code, href: `/ledger/${encodeURIComponent(code)}`, at: moment, existed: sums.length > 0, status: null, others: [], steps: [], vouchers: [],
    facts: sums.flatMap((s) => [fact('debit', s.debit, s.currency), fact('credit', s.credit, s.currency), fact('balance', s.debit - s.credit, s.currency)]),
    lines: last.map((l) => ({ entryId: l.entry_id.toString(), at: l.at.toISOString(), kind: l.kind, subjectId: l.subject_id, amount: toWire(money(l.amount_minor, l.currency as Currency)) })),
  };
}
