/**
 * Our side of refunds: the product's own machine, policy check and decisions (lib/refunds/rules) carried through the same steps as its commands, over a
 * book in memory; the worker may die at any wait. PostgreSQL's part of it is proven by lib/refunds' own tests and by the fault matrix.
 */
import type { RefundFact, RefundOutcome } from '@/lib/channels/port';
import { step } from '@/lib/kernel/machine';
import { must } from '@/lib/kernel/result';
import { instant, type Instant } from '@/lib/kernel/time';
import { refundMachine, type RefundState } from '@/lib/refunds/machine';
import { decideFact, decideSent, refundInquiryDelayMs, type RefundDecision } from '@/lib/refunds/rules';
import type { BankOrder, Banks } from './banks';
import { bugRefundFact, bugRefundOutcome, type BugName } from './bugs';
import type { RefundBank } from './refund-bank';
import type { World } from './world';

export interface OurRefund {
  readonly refundNo: string;
  readonly order: BankOrder;
  readonly amountMinor: bigint;
  status: RefundState;
  executedAt: Instant | null;
  dueAt: number | null;
  leasedUntil: number;
  tries: number;
}

const SENDING_PATIENCE_MS = 20_000;
const ONE_AT_A_TIME_MS = 3_000;
const LEASE_MS = 30_000;
const TICK_MS = 1_000;
const OPEN: ReadonlySet<RefundState> = new Set<RefundState>(['requested', 'approved', 'executing', 'unknown']);

export const isOpenRefund = (refund: OurRefund): boolean => OPEN.has(refund.status);

export class RefundDesk {
  readonly refunds: OurRefund[] = [];
  private numbers = 0;

  constructor(
    private readonly world: World,
    private readonly banks: Banks,
    private readonly bank: RefundBank,
    private readonly bug: BugName | undefined,
  ) {
    bank.onCallback = (order, refundNo, fact) => this.callback(order, refundNo, fact);
  }

  /** Somebody asks for a part of a payment; what is promised already is not promised again. */
  ask(order: BankOrder): void {
    const promised = this.refunds.filter((r) => r.order === order && r.status !== 'failed').reduce((sum, r) => sum + r.amountMinor, 0n);
    const left = order.paidMinor - promised;
    if (left <= 0n) return;
    const amountMinor = this.world.chance(0.4) ? left : 1n + BigInt(this.world.random.below(Number(left)));
    const at = this.world.now() + this.world.between(1_000, 60_000);
    const refund: OurRefund = { refundNo: `R${++this.numbers}`, order, amountMinor, status: 'approved', executedAt: null, dueAt: at, leasedUntil: 0, tries: 0 };
    this.refunds.push(refund);
    this.world.note(`refund ${refund.refundNo} ${order.orderNo} ${amountMinor}`);
    this.wake(refund);
  }

  private wake(refund: OurRefund): void {
    if (refund.dueAt === null) return;
    this.world.at(Math.max(0, refund.dueAt - this.world.now()) + this.world.between(0, TICK_MS), () => this.look(refund));
  }

  /** The sweeper at one refund: leased, so that two never follow it at once. */
  private look(refund: OurRefund): void {
    const now = this.world.now();
    if (refund.dueAt === null || refund.dueAt > now) return;
    if (refund.leasedUntil > now) return this.world.at(refund.leasedUntil - now, () => this.look(refund));
    refund.leasedUntil = now + LEASE_MS;
    this.world.go(async () => {
      await (refund.status === 'approved' ? this.execute(refund) : this.followUp(refund));
      // A process that died on the way left the lease to run out.
      if (refund.dueAt !== null) this.world.at(LEASE_MS, () => this.look(refund));
    });
  }

  private dies(): boolean {
    if (!this.world.chance(this.banks.disorder.crash)) return false;
    this.world.note('refund worker dies');
    this.world.count('refund worker died');
    return true;
  }

  private queryFirst = (refund: OurRefund): boolean => this.banks.capabilities(refund.order.channel).refund.onUnknown === 'query-first';

  private async execute(refund: OurRefund): Promise<void> {
    const other = this.refunds.some((r) => r !== refund && r.order === refund.order && (r.status === 'executing' || r.status === 'unknown'));
    if (this.queryFirst(refund) && other) return this.plan(refund, ONE_AT_A_TIME_MS);
    const told = refund.executedAt !== null;
    this.move(refund, 'send');
    refund.executedAt = this.world.now();
    this.plan(refund, SENDING_PATIENCE_MS);
    if (!this.dies()) await this.send(refund, told);
  }

  private async send(refund: OurRefund, told: boolean): Promise<void> {
    const { order, refundNo, amountMinor } = refund;
    const seen = told && this.queryFirst(refund) ? await this.bank.query(order, refundNo) : null;
    if (this.dies()) return;
    let outcome: RefundOutcome | null = null;
    if (!seen || seen.state === 'not-found') {
      outcome = await this.bank.refund(order, refundNo, amountMinor);
      if (this.bug === 'refund-repeats-blindly' && outcome.certainty === 'unknown') outcome = await this.bank.refund(order, refundNo, amountMinor);
      if (this.bug === 'refund-new-number' && outcome.certainty === 'unknown') outcome = await this.bank.refund(order, `${refundNo}N`, amountMinor);
      outcome = bugRefundOutcome(this.bug, outcome);
    }
    if (this.dies()) return;
    this.conclude(refund, outcome ? decideSent(refund.status, outcome) : decideFact(refund, seen!, this.world.now()));
  }

  private async followUp(refund: OurRefund): Promise<void> {
    const fact = bugRefundFact(this.bug, await this.bank.query(refund.order, refund.refundNo));
    if (this.dies()) return;
    const decision = decideFact(refund, fact, this.world.now());
    this.conclude(refund, decision);
    if (decision.event === 'send') {
      refund.executedAt = this.world.now();
      await this.send(refund, false);
    }
  }

  /** A callback may end a refund; it is never a reason to pay again. */
  private callback(order: BankOrder, refundNo: string, fact: RefundFact): void {
    const refund = this.refunds.find((r) => r.order === order && r.refundNo === refundNo);
    if (!refund) return;
    const decision = decideFact(refund, bugRefundFact(this.bug, fact), this.world.now());
    this.conclude(refund, decision.event === 'send' ? { ...decision, event: null } : decision);
  }

  private conclude(refund: OurRefund, decision: RefundDecision): void {
    if (decision.event) this.move(refund, decision.event);
    if (decision.askAgain) this.plan(refund, refundInquiryDelayMs(refund.tries++));
    else if (!isOpenRefund(refund)) refund.dueAt = null;
  }

  private move(refund: OurRefund, event: NonNullable<RefundDecision['event']>): void {
    refund.status = must(step(refundMachine, refund.status, event));
    this.world.note(`refund ${refund.refundNo} ${refund.status}`);
    this.world.count(`refund ${refund.status}`);
  }

  private plan(refund: OurRefund, ms: number): void {
    if (this.bug === 'refund-forgotten' && refund.status === 'unknown') {
      refund.dueAt = null;
      return;
    }
    refund.dueAt = instant(this.world.now() + ms);
    refund.leasedUntil = 0;
    this.wake(refund);
  }

  /** True once everything had time to end: what we say went back is what the banks gave back, once. */
  finallyTrue(violate: (name: string, about: string) => void): void {
    for (const refund of this.refunds) if (isOpenRefund(refund)) violate('refund-stuck', `${refund.refundNo} ${refund.status}`);
    for (const [order, theirs] of this.bank.books) {
      const gone = theirs.filter((r) => r.state === 'succeeded').reduce((sum, r) => sum + r.amountMinor, 0n);
      const ours = this.refunds.filter((r) => r.order === order && r.status === 'succeeded').reduce((sum, r) => sum + r.amountMinor, 0n);
      if (gone !== ours) violate('refunded-equals-bank', `${order.channel} ${order.orderNo} ours ${ours} bank ${gone}`);
      if (gone > order.paidMinor) violate('refunded-more-than-paid', `${order.channel} ${order.orderNo}`);
    }
  }
}
