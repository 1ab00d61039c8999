/** Which bills are ticked when the page opens: what is overdue or due soon, in one currency; never what a payment already holds. */
import type { OpenBill } from '@/lib/bills/model';
import { addDays, type BusinessDate } from '@/lib/kernel/time';

const SOON_DAYS = 31;

export function suggestedBills(bills: readonly OpenBill[], today: BusinessDate): string[] {
  const free = bills.filter((bill) => bill.heldBy === null && bill.open.minor !== '0');
  const first = [...free].sort((a, b) => (a.dueDate < b.dueDate ? -1 : a.dueDate > b.dueDate ? 1 : 0))[0];
  if (!first) return [];
  const same = free.filter((bill) => bill.open.currency === first.open.currency);
  const soon = same.filter((bill) => bill.dueDate <= addDays(today, SOON_DAYS));
  return (soon.length > 0 ? soon : [first]).map((bill) => bill.id);
}
