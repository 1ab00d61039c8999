/** The banks' side of refunds: idempotent by number where a bank has numbers, a new refund at every call where it has none; and the same disorder as ever. */
import type { RefundFact, RefundOutcome } from '@/lib/channels/port';
import { money } from '@/lib/kernel/money';
import { instant, type Instant } from '@/lib/kernel/time';
import type { BankOrder, Banks } from './banks';
import type { World } from './world';

export interface BankRefund {
  readonly refundNo: string;
  readonly amountMinor: bigint;
  readonly visibleAt: Instant;
  state: 'processing' | 'succeeded' | 'failed';
  at: Instant;
}

const CALL_TIMEOUT_MS = 15_000;
const ACCEPTED_THEN_FAILED = 0.12;

export class RefundBank {
  /** Refunds by order, as the bank has them. */
  readonly books = new Map<BankOrder, BankRefund[]>();
  onCallback: (order: BankOrder, refundNo: string, fact: RefundFact) => void = () => undefined;

  constructor(
    private readonly world: World,
    private readonly banks: Banks,
  ) {}

  of(order: BankOrder): BankRefund[] {
    const known = this.books.get(order);
    if (known) return known;
    const fresh: BankRefund[] = [];
    this.books.set(order, fresh);
    return fresh;
  }

  async refund(order: BankOrder, refundNo: string, amountMinor: bigint): Promise<RefundOutcome> {
    const { world } = this;
    const { disorder } = this.banks;
    await world.sleep(world.between(15, 300));
    if (world.chance(disorder.notSent)) return { certainty: 'not-sent', code: 'REFUSED', cause: 'network' };
    if (world.chance(disorder.timeoutWithoutOrder)) return this.timeout();
    const mine = this.of(order);
    const sameNumber = this.banks.capabilities(order.channel).refund.onUnknown === 'same-number';
    const known = sameNumber ? mine.find((r) => r.refundNo === refundNo) : undefined;
    if (known) return this.answer(known);
    const gone = mine.filter((r) => r.state !== 'failed').reduce((sum, r) => sum + r.amountMinor, 0n);
    if (gone + amountMinor > order.paidMinor) return { certainty: 'declined', code: 'EXCEEDS', cause: 'not-refundable', message: '' };
    const made = this.make(order, mine, refundNo, amountMinor);
    await world.sleep(world.between(5, 120));
    return world.chance(disorder.timeoutWithOrder) ? this.timeout() : this.answer(made);
  }

  private make(order: BankOrder, mine: BankRefund[], refundNo: string, amountMinor: bigint): BankRefund {
    const { world } = this;
    const doomed = this.banks.disorder.queryFails > 0 && world.chance(ACCEPTED_THEN_FAILED);
    const later = doomed || this.banks.capabilities(order.channel).refund.asynchronous;
    const now = world.now();
    const shyMs = world.chance(this.banks.disorder.lateOrder) ? world.between(500, 6_000) : 0;
    const made: BankRefund = { refundNo, amountMinor, visibleAt: instant(now + shyMs), state: later ? 'processing' : 'succeeded', at: now };
    mine.push(made);
    world.note(`bank refund ${refundNo} ${made.state}`);
    if (later) world.at(world.between(1_000, 240_000), () => this.end(order, made, doomed));
    return made;
  }

  private end(order: BankOrder, made: BankRefund, doomed: boolean): void {
    const { world } = this;
    made.state = doomed ? 'failed' : 'succeeded';
    made.at = world.now();
    world.note(`bank refund ${made.refundNo} ${made.state}`);
    if (world.chance(this.banks.disorder.callbackLost)) return;
    const copies = world.chance(this.banks.disorder.callbackTwice) ? 2 : 1;
    for (let i = 0; i < copies; i++) world.at(world.between(30, 60_000), () => this.onCallback(order, made.refundNo, this.factOf(made)));
  }

  private async timeout(): Promise<RefundOutcome> {
    await this.world.sleep(CALL_TIMEOUT_MS);
    return { certainty: 'unknown', code: 'TIMEOUT', cause: 'network' };
  }

  private answer(refund: BankRefund): RefundOutcome {
    if (refund.state === 'processing') return { certainty: 'accepted' };
    if (refund.state === 'succeeded') return { certainty: 'succeeded', channelRefundNo: refund.refundNo, at: refund.at };
    return { certainty: 'declined', code: 'FAILED', cause: 'other', message: '' };
  }

  async query(order: BankOrder, refundNo: string): Promise<RefundFact> {
    const { world } = this;
    await world.sleep(world.between(10, 250));
    if (world.chance(this.banks.disorder.queryFails)) return { state: 'unknown', code: 'TIMEOUT', cause: 'network' };
    const found = this.of(order).find((r) => r.refundNo === refundNo && r.visibleAt <= world.now());
    return found ? this.factOf(found) : { state: 'not-found' };
  }

  private factOf(refund: BankRefund): RefundFact {
    if (refund.state === 'processing') return { state: 'processing' };
    if (refund.state === 'failed') return { state: 'failed', code: 'FAILED', cause: 'other' };
    return { state: 'succeeded', amount: money(refund.amountMinor, 'CNY'), channelRefundNo: refund.refundNo, at: refund.at };
  }
}
