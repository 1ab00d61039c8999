/** What a payer sees: the own bills, nobody else's. The actor's own id is the only one ever asked for. */
import type { Currency } from '@/lib/kernel/money';
import { money, toWire } from '@/lib/kernel/money';
import type { Ctx } from '@/lib/platform/ctx';
import { withTx } from '@/lib/platform/tx';
import { instalmentViews, lineView, storedMethods } from './line-view';
import { PAYABLE_STATES, type BillState } from './machine';
import type { OpenBill } from './model';

const BILLS_MAX = 100;

/** Bills that can still be paid, the most urgent first; empty for anybody who is not a payer. */
export async function listOpenBillsOfPayer(ctx: Ctx): Promise<OpenBill[]> {
  return ownBills(ctx, PAYABLE_STATES);
}

async function ownBills(ctx: Ctx, states: readonly BillState[]): Promise<OpenBill[]> {
  if (ctx.actor.kind !== 'payer') return [];
  const { payerId } = ctx.actor;
  return withTx(ctx, async (tx) => {
    const bills = await tx.bill.findMany({
      where: { institution_id: ctx.institutionId, payer_id: payerId, status: { in: [...states] } },
      orderBy: [{ due_date: 'asc' }, { id: 'asc' }], take: BILLS_MAX,
    });
    const ids = bills.map((b) => b.id);
    const lines = await tx.bill_line.findMany({ where: { bill_id: { in: ids } }, orderBy: { line_no: 'asc' } });
    const parts = await tx.bill_instalment.findMany({ where: { bill_id: { in: ids } }, orderBy: { seq: 'asc' } });
    const holds = await tx.bill_hold.findMany({ where: { bill_id: { in: ids } } });
    return bills.map((bill): OpenBill => {
      const currency = bill.currency as Currency;
      return {
        id: bill.id, number: bill.number, titleZh: bill.title_zh, titleEn: bill.title_en, cycleKey: bill.cycle_key,
        total: toWire(money(bill.total_minor, currency)), open: toWire(money(bill.total_minor - bill.paid_minor, currency)),
        issueDate: bill.issue_date.toISOString().slice(0, 10), dueDate: bill.due_date.toISOString().slice(0, 10),
        status: bill.status as BillState, planId: bill.plan_id, planVersion: bill.plan_version, methods: storedMethods(bill.methods),
        partialMin: bill.partial_min_minor === null ? null : toWire(money(bill.partial_min_minor, currency)),
        nextPart: bill.next_part_minor === null ? null : toWire(money(bill.next_part_minor, currency)),
        instalments: instalmentViews(parts.filter((p) => p.bill_id === bill.id), bill.paid_minor, currency),
        lines: lines.filter((l) => l.bill_id === bill.id).map((l) => lineView(l, currency)),
        heldBy: holds.find((h) => h.bill_id === bill.id)?.payment_id ?? null,
      };
    });
  });
}
