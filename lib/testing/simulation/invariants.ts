/** What must be true whatever happened. The banks' own books are the judge. */
import type { PayableBill } from '@/lib/bills/hold-bills';
import { CHANNELS } from '@/lib/channels/port';
import { ACCOUNTS } from '@/lib/ledger';
import type { Effects } from '@/lib/payments/effects';
import { isLive, isOpen } from '@/lib/payments/machine';
import type { Attempt, PaymentFile, Suspense } from '@/lib/payments/rows';
import { isWithheld } from '@/lib/payments/rules/withhold';
import type { BankOrder, Banks } from './banks';
import type { World } from './world';

/** Everything stored, read from whichever store. */
export interface Dump {
  readonly files: readonly PaymentFile[];
  readonly bills: readonly PayableBill[];
  readonly suspense: readonly Suspense[];
  readonly allocations: readonly { readonly billId: string; readonly paymentId: string; readonly amountMinor: bigint }[];
  /** Account code → sum of its postings. */
  readonly balances: ReadonlyMap<string, bigint>;
  readonly unbalancedEntries: number;
  readonly inquiries: ReadonlySet<string>;
}

/** Looks at every commit as it happens: what was just called dead must be dead, what was just called paid must be paid, at the bank, now. */
export class Watch {
  private readonly ended = new Map<string, string>();
  private readonly held = new Set<string>();

  constructor(
    private readonly world: World,
    private readonly banks: Banks,
    private readonly violate: (name: string, about: string) => void,
  ) {}

  committed(effects: Effects): void {
    for (const item of effects.newSuspense) this.held.add(`${item.channel} ${item.orderNo}`);
    for (const t of effects.paymentTransitions) {
      this.world.note(`${t.subjectId} ${t.from} ${t.event} ${t.to}`);
      if (t.event === 'late-success' || t.event === 'set-aside') this.world.count(`payment ${t.event}`);
    }
    for (const t of effects.attemptTransitions) if (t.event === 'late-success') this.world.count('attempt late-success');
    for (const attempt of effects.attempts) {
      const key = `${attempt.channel} ${attempt.orderNo}`;
      this.world.note(`${attempt.id} ${attempt.status}`);
      const order = this.banks.orders.get(key);
      if (attempt.status === 'succeeded') {
        this.ended.delete(key);
        if (order?.state !== 'paid' || order.paidMinor !== attempt.amountMinor) this.violate('credited-what-the-bank-does-not-hold', key);
      } else if (!isLive(attempt.status)) {
        this.ended.set(key, attempt.status);
        // Withheld: its way to pay was shown to nobody. That nobody pays it all the same is watched in `paid`.
        const unseen = isWithheld(attempt) && attempt.presentation === null;
        if (unseen) this.world.count('order withheld');
        if (order?.state === 'open' && !unseen && this.world.now() < order.expiresAt)
          this.violate('ended-an-order-that-can-be-paid', `${key} ${attempt.status}`);
        if (order?.state === 'paid' && !order.stray && !this.held.has(key))
          this.violate('ended-an-order-that-is-paid', `${key} ${attempt.status}`);
      }
    }
  }

  paid(order: BankOrder): void {
    const key = `${order.channel} ${order.orderNo}`;
    const state = this.ended.get(key);
    if (state && !order.stray) this.violate('ended-an-order-that-can-be-paid', `${key} ${state}`);
  }
}

/** True at any moment. */
export function alwaysTrue(dump: Dump, violate: (name: string, about: string) => void): void {
  for (const { payment, parts, attempts } of dump.files) {
    if (attempts.filter((a) => isLive(a.status)).length > 1) violate('two-live-orders', payment.id);
    const allocated = sum(dump.allocations.filter((a) => a.paymentId === payment.id).map((a) => a.amountMinor));
    if (allocated !== payment.capturedMinor) violate('allocations-equal-captured', payment.id);
    if (sum(parts.map((p) => p.amountMinor)) !== payment.amountMinor) violate('parts-equal-amount', payment.id);
    if (!isOpen(payment.status)) continue;
    const live = attempts.find((a) => isLive(a.status));
    const awaited = live
      ? dump.inquiries.has(live.id) || dump.suspense.some((s) => s.attemptId === live.id && s.status === 'held')
      : dump.inquiries.has(payment.id);
    if (!awaited) violate('stuck', `${payment.id} ${payment.status} ${live?.status ?? 'no order'}`);
  }
  const open = new Map(dump.files.map((f) => [f.payment.id, isOpen(f.payment.status)]));
  for (const bill of dump.bills) {
    if (bill.paidMinor > bill.totalMinor) violate('bill-over-paid', bill.id);
    if (sum(dump.allocations.filter((a) => a.billId === bill.id).map((a) => a.amountMinor)) !== bill.paidMinor)
      violate('bill-equals-allocations', bill.id);
    if (bill.heldBy && !open.get(bill.heldBy)) violate('held-by-an-ended-payment', bill.id);
  }
  if (dump.unbalancedEntries > 0 || sum([...dump.balances.values()]) !== 0n) violate('books-sum-to-zero', `${dump.unbalancedEntries}`);
  const owed = sum(dump.bills.map((b) => b.totalMinor - b.paidMinor));
  if ((dump.balances.get(ACCOUNTS.receivable) ?? 0n) !== owed) violate('receivable-equals-open-bills', `${owed}`);
  const held = sum(dump.suspense.filter((s) => s.status === 'held').map((s) => s.amountMinor));
  if ((dump.balances.get(ACCOUNTS.suspense) ?? 0n) !== -held) violate('suspense-equals-held', `${held}`);
}

/** True once everything had time to end and every bank's statement was read. */
export function finallyTrue(dump: Dump, banks: Banks, violate: (name: string, about: string) => void): void {
  const byOrder = new Map<string, Attempt>(dump.files.flatMap((f) => f.attempts.map((a) => [`${a.channel} ${a.orderNo}`, a] as const)));
  const clearing = new Map<string, bigint>();
  for (const [key, order] of banks.orders) {
    if (order.state !== 'paid') continue;
    clearing.set(order.channel, (clearing.get(order.channel) ?? 0n) + order.paidMinor);
    const credited = byOrder.get(key)?.status === 'succeeded' && byOrder.get(key)!.amountMinor === order.paidMinor ? 1 : 0;
    const items = dump.suspense.filter((s) => `${s.channel} ${s.orderNo}` === key);
    const held = items.filter((s) => s.amountMinor === order.paidMinor).length;
    if (credited + held !== 1 || items.length !== held)
      violate('money-credited-or-held-once', `${key} credited ${credited} held ${items.length}`);
  }
  for (const s of dump.suspense) {
    if (banks.order(s.channel, s.orderNo)?.state !== 'paid') violate('held-what-no-bank-has', s.id);
    if (s.status === 'returned') clearing.set(s.channel, (clearing.get(s.channel) ?? 0n) - s.amountMinor);
  }
  for (const channel of CHANNELS) {
    const booked = dump.balances.get(ACCOUNTS.clearing(channel)) ?? 0n;
    if (booked !== (clearing.get(channel) ?? 0n))
      violate('clearing-equals-bank', `${channel} booked ${booked} bank ${clearing.get(channel) ?? 0n}`);
  }
  for (const { payment, attempts } of dump.files) {
    const waits = dump.suspense.some((s) => s.paymentId === payment.id && s.status === 'held' && s.kind === 'amount-differs');
    if (isOpen(payment.status) && !waits) violate('never-ended', `${payment.id} ${payment.status}`);
    for (const a of attempts) if (isLive(a.status) && !waits) violate('never-ended', `${a.id} ${a.status}`);
  }
}

const sum = (all: readonly bigint[]): bigint => all.reduce((a, b) => a + b, 0n);
