/** The parts of one bill in the table, read and replaced under the bill's lock. */
import { businessDate } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import type { Tx } from '@/lib/platform/tx';
import { nextPart, type Instalment } from './instalments';
import { writeInstalments } from './write-bills';

export async function instalmentsOfBill(tx: Tx, billId: string): Promise<Instalment[]> {
  const rows = await tx.bill_instalment.findMany({ where: { bill_id: billId }, orderBy: { seq: 'asc' } });
  return rows.map((row) => ({ dueDate: businessDate(row.due_date.toISOString().slice(0, 10)), amountMinor: row.amount_minor }));
}

/** Puts these parts in the place of what was there and sets the bill to the first one that is not filled. */
export async function replaceInstalments(tx: Tx, ctx: Ctx, bill: { readonly id: string; readonly paidMinor: bigint }, parts: readonly Instalment[]): Promise<void> {
  await tx.bill_instalment.deleteMany({ where: { bill_id: bill.id } });
  await writeInstalments(tx, ctx, [{ billId: bill.id, parts }]);
  const next = nextPart(parts, bill.paidMinor);
  await tx.bill.update({
    where: { id: bill.id },
    data: { next_part_minor: next?.leftMinor ?? null, ...(next && { due_date: new Date(`${next.dueDate}T00:00:00Z`) }) },
  });
}
