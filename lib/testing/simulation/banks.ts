/**
 * Four banks behind the gateway, each with its own manners, and all of the disorder a bank and a network can make. What a bank has in its own
 * books (`orders`) is the truth that everything else is judged by.
 */
import {
  CAPABILITIES,
  type Capabilities,
  type ChannelCode,
  type CloseOutcome,
  type CreateOrder,
  type CreateOutcome,
  type OrderFact,
} from '@/lib/channels/model';
import { money, type Currency } from '@/lib/kernel/money';
import { plusMs, type Instant } from '@/lib/kernel/time';
import type { ChannelEvidence } from '@/lib/payments/evidence';
import type { ContractRef, HandOver } from '@/lib/payments/gateway';
import type { World } from './world';

export interface BankOrder {
  readonly channel: ChannelCode;
  readonly orderNo: string;
  readonly contract: ContractRef;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly expiresAt: Instant;
  /** Before this moment queries do not find it yet (the bank's own replication). */
  readonly visibleAt: Instant;
  state: 'open' | 'paid' | 'closed';
  paidMinor: bigint;
  paidAt: Instant | null;
  tradeNo: string | null;
  /** Paid although the bank had closed it: money that was under way. */
  stray: boolean;
}

/** How often things go wrong, 0…1. */
export interface Disorder {
  readonly declined: number;
  readonly notSent: number;
  readonly timeoutWithOrder: number;
  readonly timeoutWithoutOrder: number;
  readonly lateOrder: number;
  readonly queryFails: number;
  readonly closeUnclear: number;
  readonly callbackLost: number;
  readonly callbackTwice: number;
  readonly callbackLate: number;
  readonly strayCallback: number;
  readonly wrongAmount: number;
  readonly paidAfterClose: number;
  readonly crash: number;
}

export const CALM: Disorder = {
  declined: 0,
  notSent: 0,
  timeoutWithOrder: 0,
  timeoutWithoutOrder: 0,
  lateOrder: 0,
  queryFails: 0,
  closeUnclear: 0,
  callbackLost: 0,
  callbackTwice: 0,
  callbackLate: 0,
  strayCallback: 0,
  wrongAmount: 0,
  paidAfterClose: 0,
  crash: 0,
};

const CALLBACK_RETRIES_MS = [0, 15_000, 60_000, 300_000, 1_200_000];

export class Banks {
  readonly orders = new Map<string, BankOrder>();
  private trades = 0;
  disorder: Disorder;
  /** Set by the run: takes a callback, answers whether it was stored (and may so be forgotten by the bank). */
  onCallback: (contract: ContractRef, eventKey: string, evidence: ChannelEvidence) => Promise<boolean> = async () => false;

  onPaid: (order: BankOrder) => void = () => undefined;

  constructor(
    private readonly world: World,
    disorder: Disorder,
  ) {
    this.disorder = disorder;
  }

  capabilities(channel: ChannelCode): Capabilities {
    return CAPABILITIES[channel];
  }

  order(channel: ChannelCode, orderNo: string): BankOrder | undefined {
    return this.orders.get(`${channel} ${orderNo}`);
  }

  async handOver(contract: ContractRef): Promise<HandOver | null> {
    return this.capabilities(contract.channel).createCallsBank ? null : (order) => this.create(contract, order);
  }

  async create(contract: ContractRef, order: CreateOrder): Promise<CreateOutcome> {
    const { world, disorder } = this;
    const capabilities = this.capabilities(contract.channel);
    if (!capabilities.createCallsBank) {
      // Handing over calls nobody: what the payer carries is made here.
      return { certainty: 'accepted', present: { kind: 'qr', text: order.orderNo } };
    }
    await world.sleep(world.between(15, 300));
    if (world.chance(disorder.notSent)) return { certainty: 'not-sent', code: 'REFUSED', cause: 'network' };
    const known = this.order(contract.channel, order.orderNo);
    if (known && known.state !== 'open') return { certainty: 'declined', code: 'ORDER_DONE', cause: 'duplicate-order', message: '' };
    if (!known && world.chance(disorder.declined)) return { certainty: 'declined', code: 'NOT_ENOUGH', cause: 'risk-refused', message: '' };
    if (!known && world.chance(disorder.timeoutWithoutOrder)) return this.timeout(contract.channel);
    if (!known && world.chance(disorder.lateOrder)) {
      world.at(world.between(500, 6_000), () => this.put(contract, order));
      return this.timeout(contract.channel);
    }
    this.put(contract, order);
    await world.sleep(world.between(5, 120));
    return world.chance(disorder.timeoutWithOrder)
      ? this.timeout(contract.channel)
      : { certainty: 'accepted', present: { kind: 'qr', text: order.orderNo } };
  }

  private async timeout(channel: ChannelCode): Promise<CreateOutcome> {
    await this.world.sleep(10_000);
    return { certainty: 'unknown', code: 'TIMEOUT', cause: 'network', retry: channel === 'wechat' ? 'same-number' : 'query-first' };
  }

  private put(contract: ContractRef, order: Pick<CreateOrder, 'orderNo' | 'amount' | 'expiresAt'>): void {
    const key = `${contract.channel} ${order.orderNo}`;
    if (this.orders.has(key)) return;
    const shyMs = this.world.chance(0.1) ? this.world.between(200, 3_000) : 0;
    this.orders.set(key, {
      channel: contract.channel,
      orderNo: order.orderNo,
      contract,
      amountMinor: order.amount.minor,
      currency: order.amount.currency,
      expiresAt: order.expiresAt,
      visibleAt: plusMs(this.world.now(), shyMs),
      state: 'open',
      paidMinor: 0n,
      paidAt: null,
      tradeNo: null,
      stray: false,
    });
    this.world.note(`bank ${key} open`);
  }

  async query(contract: ContractRef, orderNo: string): Promise<OrderFact> {
    const { world } = this;
    await world.sleep(world.between(10, 250));
    if (world.chance(this.disorder.queryFails)) return { state: 'unknown', code: 'TIMEOUT', cause: 'network' };
    const order = this.order(contract.channel, orderNo);
    const fact: OrderFact = order && order.visibleAt <= world.now() ? this.factOf(order) : { state: 'not-found' };
    await world.sleep(world.between(5, 100));
    return fact;
  }

  private factOf(order: BankOrder): OrderFact {
    if (order.state === 'paid') {
      return { state: 'paid', amount: money(order.paidMinor, order.currency), channelTradeNo: order.tradeNo!, paidAt: order.paidAt! };
    }
    return { state: order.state === 'closed' ? 'closed' : 'unpaid' };
  }

  async close(contract: ContractRef, orderNo: string): Promise<CloseOutcome> {
    const { world } = this;
    if (this.capabilities(contract.channel).close === 'expires-only') return { certainty: 'unsupported' };
    await world.sleep(world.between(10, 250));
    const unclear = world.chance(this.disorder.closeUnclear);
    if (unclear && world.chance(0.5)) return { certainty: 'unknown', code: 'TIMEOUT', cause: 'network' };
    const order = this.order(contract.channel, orderNo);
    if (!order) return { certainty: 'declined', code: 'NOT_EXIST', cause: 'other', message: '' };
    if (order.state === 'paid') return { certainty: 'already-paid' };
    if (order.state === 'open') {
      order.state = 'closed';
      world.note(`bank ${order.channel} ${order.orderNo} closed`);
      // Money under way at the payer's own bank when the order was closed: it arrives all the same.
      if (world.chance(this.disorder.paidAfterClose)) world.at(world.between(500, 120_000), () => this.settle(order, order.amountMinor));
    }
    await world.sleep(world.between(5, 100));
    return unclear ? { certainty: 'unknown', code: 'TIMEOUT', cause: 'network' } : { certainty: 'closed' };
  }

  /** The payer arrives with what was presented and pays. False when the bank does not take the money. */
  async pay(
    contract: ContractRef,
    presented: { orderNo: string; amountMinor: bigint; currency: Currency; expiresAt: Instant },
  ): Promise<boolean> {
    const { world } = this;
    await world.sleep(world.between(50, 500));
    if (world.now() >= presented.expiresAt) return false;
    if (!this.capabilities(contract.channel).createCallsBank) {
      this.put(contract, {
        orderNo: presented.orderNo,
        amount: money(presented.amountMinor, presented.currency),
        expiresAt: presented.expiresAt,
      });
    }
    await world.sleep(world.between(500, 20_000));
    const order = this.order(contract.channel, presented.orderNo);
    if (!order || order.state !== 'open' || world.now() >= order.expiresAt) return false;
    const wrong = world.chance(this.disorder.wrongAmount);
    this.settle(order, wrong ? order.amountMinor + (order.amountMinor === 1n || world.chance(0.5) ? 1n : -1n) : order.amountMinor);
    return true;
  }

  private settle(order: BankOrder, paidMinor: bigint): void {
    if (order.state === 'paid') return;
    order.stray = order.state === 'closed';
    if (order.stray) this.world.count('paid after close');
    order.state = 'paid';
    order.paidMinor = paidMinor;
    order.paidAt = this.world.now();
    order.tradeNo = `T${++this.trades}${order.orderNo.slice(-6)}`;
    this.world.note(`bank ${order.channel} ${order.orderNo} paid ${paidMinor}`);
    this.onPaid(order);
    this.announce(order);
  }

  /** Tells us, in every way a bank tells: at once, late, twice, out of order with an older "not yet", or not at all. */
  private announce(order: BankOrder): void {
    const { world, disorder } = this;
    if (world.chance(disorder.strayCallback))
      this.deliver(order, { state: 'unpaid' }, world.between(0, 30_000), `${order.orderNo}:waiting`);
    if (world.chance(disorder.callbackLost)) return;
    const firstMs = world.chance(disorder.callbackLate) ? world.between(30_000, 900_000) : world.between(30, 2_000);
    const copies = world.chance(disorder.callbackTwice) ? world.between(2, 4) : 1;
    for (let i = 0; i < copies; i++) this.deliver(order, this.factOf(order), firstMs + i * world.between(0, 400), `${order.tradeNo}`);
  }

  private deliver(order: BankOrder, fact: OrderFact, firstMs: number, eventKey: string): void {
    const attempt = (n: number): void => {
      const waitMs = CALLBACK_RETRIES_MS[n];
      if (waitMs === undefined) return;
      this.world.at((n === 0 ? firstMs : 0) + waitMs, () =>
        this.world.go(async () => {
          const evidence: ChannelEvidence = {
            source: 'callback',
            reference: eventKey,
            channel: order.channel,
            orderNo: order.orderNo,
            fact,
          };
          if (!(await this.onCallback(order.contract, eventKey, evidence))) attempt(n + 1);
        }),
      );
    };
    attempt(0);
  }
}
