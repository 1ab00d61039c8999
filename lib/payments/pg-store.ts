/** The money store on PostgreSQL. */
import { audit } from '@/lib/audit';
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Clock } from '@/lib/kernel/ports';
import { plusMs, toIso } from '@/lib/kernel/time';
import { nextNumbers } from '@/lib/platform/counter';
import { withSqlTx, type SqlTx } from '@/lib/platform/sql-tx';
import { withPlatformTx } from '@/lib/platform/tx';
import type { suspense_itemModel as SuspenseRow } from '@/lib/platform/prisma/models';
import { lockBills } from '@/lib/bills';
import { readByAttempts, readByOrders, readFiles, readForStart, toSuspense } from './pg-read';
import { writeEffects } from './pg-write';
import type { InquiryKind } from './rows';
import type { LeasedInquiry, MoneyStore, MoneyTx } from './store';

/** Numbers reserved at a time: one short transaction for many payments. What a stopped process had left is never used. */
const BLOCK = 200;

export function createPgStore(clock: Clock): MoneyStore {
  const blocks = new Map<string, { next: bigint; end: bigint }>();
  return {
    transaction: (institutionId, work) => withSqlTx({ institutionId }, (tx) => work(moneyTx(tx, institutionId, clock))),
    read: (institutionId, work) =>
      withSqlTx({ institutionId }, (tx) =>
        work({
          viewByAttempts: (ids) => readByAttempts(tx, ids, false),
          viewByPayments: (ids) => readFiles(tx, ids, false),
        }),
      ),
    leaseInquiries: (kinds, now, limit, leaseMs) =>
      withPlatformTx(async (tx) => {
        const rows = await tx.$queryRaw<{ subject_id: string; kind: string; institution_id: string; tries: number }[]>`
        WITH leased AS (
          UPDATE inquiry_due SET leased_until = ${toIso(plusMs(now, leaseMs))}::timestamptz
          WHERE subject_id IN (
            SELECT subject_id FROM inquiry_due
            WHERE due_at <= ${toIso(now)}::timestamptz AND (leased_until IS NULL OR leased_until <= ${toIso(now)}::timestamptz) AND kind = ANY(${[...kinds]})
            ORDER BY due_at, subject_id LIMIT ${limit} FOR UPDATE SKIP LOCKED)
          RETURNING subject_id, kind, institution_id, tries, due_at
        )
        SELECT subject_id, kind, institution_id, tries FROM leased ORDER BY due_at, subject_id`;
        return rows.map(
          (r): LeasedInquiry => ({
            subjectId: r.subject_id,
            kind: r.kind as InquiryKind,
            institutionId: r.institution_id as InstitutionId,
            tries: r.tries,
          }),
        );
      }),
    numbers: async (institutionId, name, count) => {
      const key = `${institutionId}/${name}`;
      const block = blocks.get(key);
      if (block && block.end - block.next >= BigInt(count)) return take(block, count);
      const size = Math.max(BLOCK, count);
      const first = await withSqlTx({ institutionId }, (tx) => nextNumbers(tx, { institutionId }, name, size));
      const fresh = { next: first, end: first + BigInt(size) };
      const taken = take(fresh, count);
      blocks.set(key, fresh);
      return taken;
    },
  };
}

function take(block: { next: bigint; end: bigint }, count: number): bigint[] {
  const from = block.next;
  block.next += BigInt(count);
  return Array.from({ length: count }, (_, i) => from + BigInt(i));
}

export function moneyTx(tx: SqlTx, institutionId: InstitutionId, clock: Clock): MoneyTx {
  return {
    tx,
    viewByOrders: (orders) => readByOrders(tx, orders),
    viewByPayments: (ids, options) => readFiles(tx, ids, true, !options?.withoutBills),
    viewByAttempts: (ids) => readByAttempts(tx, ids, true),
    viewForStart: (billIds, keys) => readForStart(tx, billIds, keys),
    suspenseItem: async (id, options) => {
      const [row] = options?.lock
        ? await tx.$queryRaw<SuspenseRow[]>`SELECT * FROM suspense_item WHERE id = ${id} FOR UPDATE`
        : await tx.$queryRaw<SuspenseRow[]>`SELECT * FROM suspense_item WHERE id = ${id}`;
      return row ? toSuspense(row) : null;
    },
    addBills: async (view, billIds) => {
      for (const bill of await lockBills(tx, billIds)) view.bills.set(bill.id, bill);
    },
    apply: (effects) => writeEffects(tx, { institutionId, clock }, effects),
    audit: (ctx, facts) => audit(tx, ctx, ...facts),
  };
}
