/**
 * The money store in memory: the whole database is one `MoneyView` and a few lists. Transactions run one after another and write at their end, as
 * serializable ones would; what PostgreSQL's constraints refuse is refused here too.
 */
import type { PayableBill } from '@/lib/bills/hold-bills';
import { assert } from '@/lib/kernel/assert';
import type { BillId, InstitutionId, PaymentId } from '@/lib/kernel/ids';
import { plusMs, type Instant } from '@/lib/kernel/time';
import { isBalanced, type EntryDraft } from '@/lib/ledger/postings';
import { addEffects, applyToView, noEffects, type Effects } from '@/lib/payments/effects';
import { isLive } from '@/lib/payments/machine';
import { orderKey, type Inquiry, type MoneyView, type PaymentFile, type Suspense } from '@/lib/payments/rows';
import type { MoneyStore, MoneyTx } from '@/lib/payments/store';

interface Stored extends Inquiry {
  institutionId: InstitutionId;
  leasedUntil: Instant;
}
export interface Allocation {
  readonly billId: BillId;
  readonly paymentId: PaymentId;
  readonly amountMinor: bigint;
}

const emptyView = (): MoneyView => ({ files: new Map(), orders: new Map(), bills: new Map(), suspense: new Map() });

export class MemoryDatabase {
  readonly view = emptyView();
  readonly institutionOf = new Map<string, InstitutionId>();
  readonly entries = new Map<string, EntryDraft>();
  readonly allocations: Allocation[] = [];
  readonly inquiries = new Map<string, Stored>();
  readonly keys = new Map<string, PaymentId>();
  readonly counters = new Map<string, bigint>();
  private tail: Promise<unknown> = Promise.resolve();

  /** One after another, in the order of asking. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const run = this.tail.then(work, work);
    this.tail = run.catch(() => undefined);
    return run;
  }

  addBill(institutionId: InstitutionId, bill: PayableBill): void {
    this.view.bills.set(bill.id, bill);
    this.institutionOf.set(bill.id, institutionId);
  }

  suspenseItems(): Suspense[] {
    return [...this.view.suspense.values()].flat();
  }

  commit(institutionId: InstitutionId, effects: Effects): void {
    for (const bill of effects.holds)
      assert(!this.view.bills.get(bill.billId)?.heldBy || effects.releases.length > 0, 'bill_hold: one payment per bill');
    for (const p of effects.newPayments) {
      const key = `${institutionId} ${p.idempotencyKey}`;
      assert(!this.keys.has(key), 'payment: one per key');
      this.keys.set(key, p.id);
      this.institutionOf.set(p.id, institutionId);
    }
    for (const a of effects.newAttempts)
      assert(!this.view.orders.has(orderKey(a.channel, a.orderNo)), 'payment_attempt: order numbers are unique');
    for (const s of effects.newSuspense) {
      assert(
        !this.suspenseItems().some(
          (x) => x.channel === s.channel && x.evidence === s.evidence && this.institutionOf.get(x.id) === institutionId,
        ),
        'suspense: once',
      );
      this.institutionOf.set(s.id, institutionId);
    }
    applyToView(this.view, effects);
    for (const item of effects.suspenseDecided) {
      const key = orderKey(item.channel, item.orderNo);
      this.view.suspense.set(
        key,
        (this.view.suspense.get(key) ?? []).map((s) => (s.id === item.id ? item : s)),
      );
    }
    for (const c of effects.credits) this.allocations.push({ billId: c.billId, paymentId: c.paymentId, amountMinor: c.amountMinor });
    for (const entry of effects.entries) {
      assert(isBalanced(entry), 'journal_entry: balances');
      const key = `${institutionId} ${entry.key}`;
      if (!this.entries.has(key)) this.entries.set(key, entry);
    }
    for (const i of effects.inquiries) {
      if (i.dueAt === null) this.inquiries.delete(i.subjectId);
      else this.inquiries.set(i.subjectId, { ...i, institutionId, leasedUntil: 0 as Instant });
    }
    this.constraints(new Set([...effects.payments, ...effects.newPayments].map((p) => p.id)));
    for (const c of effects.credits) {
      const bill = this.view.bills.get(c.billId)!;
      assert(bill.paidMinor >= 0n && bill.paidMinor <= bill.totalMinor, 'bill: paid within total');
    }
  }

  private constraints(payments: Set<PaymentId>): void {
    for (const id of payments) {
      const { payment, attempts } = this.view.files.get(id)!;
      assert(attempts.filter((a) => isLive(a.status)).length <= 1, 'payment_attempt: one alive');
      assert(attempts.filter((a) => a.status === 'succeeded').length <= 1, 'payment_attempt: one success');
      assert(payment.capturedMinor === 0n || payment.capturedMinor === payment.amountMinor, 'payment: captured whole');
      assert(
        (payment.status === 'succeeded' || payment.status === 'reversed') === payment.capturedMinor > 0n,
        'payment: succeeded is captured',
      );
    }
  }
}

export function createMemoryStore(db: MemoryDatabase): MoneyStore {
  return {
    transaction: (institutionId, work) =>
      db.exclusive(async () => {
        const all = noEffects();
        const result = await work(memoryTx(db, institutionId, all));
        const refused = typeof result === 'object' && result !== null && 'ok' in result && result.ok === false;
        if (!refused) db.commit(institutionId, all);
        return result;
      }),
    read: (institutionId, work) => db.exclusive(() => work(memoryTx(db, institutionId, noEffects()))),
    leaseInquiries: (kinds, now, limit, leaseMs) =>
      db.exclusive(async () => {
        const due = [...db.inquiries.values()]
          .filter((i) => i.dueAt! <= now && i.leasedUntil <= now && kinds.includes(i.kind))
          .sort((a, b) => a.dueAt! - b.dueAt! || (a.subjectId < b.subjectId ? -1 : 1))
          .slice(0, limit);
        for (const i of due) i.leasedUntil = plusMs(now, leaseMs);
        return due.map(({ subjectId, kind, institutionId, tries }) => ({ subjectId, kind, institutionId, tries }));
      }),
    numbers: async (institutionId, name, count) => {
      const key = `${institutionId}/${name}`;
      const from = db.counters.get(key) ?? 1n;
      db.counters.set(key, from + BigInt(count));
      return Array.from({ length: count }, (_, i) => from + BigInt(i));
    },
  };
}

function memoryTx(db: MemoryDatabase, institutionId: InstitutionId, all: Effects): MoneyTx {
  const mine = (id: string): boolean => db.institutionOf.get(id) === institutionId;
  const viewOf = async (ids: readonly PaymentId[]): Promise<MoneyView> => {
    const view = emptyView();
    for (const id of ids) {
      const file = db.view.files.get(id);
      if (file && mine(id)) addFile(db, view, file);
    }
    return view;
  };
  return {
    tx: null,
    viewByPayments: viewOf,
    viewByAttempts: (ids) => {
      const wanted = new Set<string>(ids);
      return viewOf([...db.view.files.values()].filter((f) => f.attempts.some((a) => wanted.has(a.id))).map((f) => f.payment.id));
    },
    viewByOrders: async (orders) => {
      const found = orders.flatMap((o) => db.view.orders.get(orderKey(o.channel, o.orderNo)) ?? []);
      const view = await viewOf(found.map((f) => f.paymentId));
      for (const o of orders) {
        const key = orderKey(o.channel, o.orderNo);
        view.suspense.set(
          key,
          (db.view.suspense.get(key) ?? []).filter((s) => mine(s.id)),
        );
      }
      return view;
    },
    viewForStart: async (billIds, keys) => {
      const bills = billIds.flatMap((id) => (mine(id) ? (db.view.bills.get(id) ?? []) : []));
      const ids = [...keys.flatMap((k) => db.keys.get(`${institutionId} ${k}`) ?? []), ...bills.flatMap((b) => b.heldBy ?? [])];
      const view = await viewOf(ids);
      for (const bill of bills) view.bills.set(bill.id, bill);
      return view;
    },
    suspenseItem: async (id) => db.suspenseItems().find((s) => s.id === id && mine(s.id)) ?? null,
    addBills: async (view, billIds) => {
      for (const id of billIds) if (mine(id)) view.bills.set(id, db.view.bills.get(id)!);
    },
    apply: async (effects) => addEffects(all, effects),
    audit: async () => undefined,
  };
}

function addFile(db: MemoryDatabase, view: MoneyView, file: PaymentFile): void {
  view.files.set(file.payment.id, file);
  for (const a of file.attempts) view.orders.set(orderKey(a.channel, a.orderNo), { paymentId: file.payment.id, attemptId: a.id });
  for (const p of file.parts) view.bills.set(p.billId, db.view.bills.get(p.billId)!);
}
