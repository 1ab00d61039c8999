/** Our side of the wire: a web process that takes callbacks, a worker that sweeps, the durable inbox between them, and restarts after every death. */
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Effects } from '@/lib/payments/effects';
import type { ChannelEvidence } from '@/lib/payments/evidence';
import type { ContractRef } from '@/lib/payments/gateway';
import { applyChannelOutcomes } from '@/lib/payments/commands/apply-channel-outcomes';
import { sweepInquiries } from '@/lib/payments/commands/sweep-inquiries';
import type { MoneyStore } from '@/lib/payments/store';
import { money } from '@/lib/kernel/money';
import type { Banks } from './banks';
import { bugEvidence, type BugName } from './bugs';
import { Process } from './process';
import type { World } from './world';

interface Inbound {
  readonly institutionId: InstitutionId;
  readonly evidence: ChannelEvidence;
  readonly storedAt: number;
  processed: boolean;
}

const SWEEP_MS = 1_000;
const LOOK_AGAIN_MS = 25_000;

export class Office {
  web: Process | null = null;
  private worker: Process | null = null;
  private readonly inbox = new Map<string, Inbound>();
  private sweeping: Process | null = null;
  private again = false;
  private deliveries = 0;

  constructor(
    private readonly world: World,
    private readonly banks: Banks,
    private readonly store: MoneyStore,
    private readonly bug: BugName | undefined,
    private readonly watch: (effects: Effects) => void,
  ) {}

  open(): void {
    this.startWeb();
    this.startWorker();
    const tick = (): void =>
      this.world.at(LOOK_AGAIN_MS, () => {
        this.kick();
        tick();
      });
    tick();
  }

  private startWeb(): void {
    this.web = this.process(() => {
      this.web = null;
      this.world.at(this.world.between(200, 3_000), () => this.startWeb());
    });
  }

  private startWorker(): void {
    this.worker = this.process(() => {
      this.worker = null;
      this.world.at(this.world.between(200, 3_000), () => this.startWorker());
    });
    this.kick();
  }

  private process(onDeath: () => void): Process {
    return new Process(
      this.world,
      this.banks,
      this.store,
      this.bug,
      { committed: (_institutionId, effects) => this.committed(effects) },
      onDeath,
    );
  }

  private committed(effects: Effects): void {
    this.watch(effects);
    // The sweeper looks every second; here it is woken in the second in which there is something to see.
    for (const i of effects.inquiries)
      if (i.dueAt !== null) this.world.at(i.dueAt - this.world.now() + this.world.between(0, SWEEP_MS), () => this.kick());
  }

  private kick(): void {
    const { worker } = this;
    if (!worker) return;
    if (this.sweeping === worker) {
      this.again = true;
      return;
    }
    this.sweeping = worker;
    this.world.go(async () => {
      do {
        this.again = false;
        await sweepInquiries(worker.deps, { limit: 50, lanes: 4 });
        for (const [, item] of this.inbox) if (!item.processed && item.storedAt < this.world.now() - 3_000) await this.act(worker, [item]);
      } while (this.again);
      this.sweeping = null;
    });
  }

  /** The callback is stored before it is acknowledged, and acted upon afterwards. */
  async callback(contract: ContractRef, eventKey: string, evidence: ChannelEvidence): Promise<boolean> {
    const { web } = this;
    if (!web) return false;
    await this.world.sleep(this.world.between(1, 20));
    if (!web.alive) return false;
    const key = this.bug === 'no-dedupe-of-callbacks' ? `${eventKey}#${++this.deliveries}` : `${contract.accountId} ${eventKey}`;
    const kept = this.inbox.get(key);
    if (kept) return true;
    const item: Inbound = { institutionId: contract.institutionId, evidence, storedAt: this.world.now(), processed: false };
    this.inbox.set(key, item);
    this.world.go(() => this.act(web, [item]));
    return true;
  }

  private async act(process: Process, items: readonly Inbound[]): Promise<void> {
    for (const [institutionId, group] of Map.groupBy(items, (i) => i.institutionId)) {
      const results = await applyChannelOutcomes(
        process.deps,
        institutionId,
        group.map((i) => i.evidence),
      );
      for (const item of group) item.processed = true;
      for (const r of results) this.world.note(`outcome ${r.orderNo} ${r.outcome}`);
    }
  }

  /** The next morning: every bank's statement, line by line, half of the lines twice, by another process. */
  async readStatements(bug: BugName | undefined): Promise<void> {
    const reader = this.process(() => undefined);
    const evidences = [...this.banks.orders.values()]
      .filter((o) => o.state === 'paid')
      .map((order) => ({
        institutionId: order.contract.institutionId,
        evidence: bugEvidence(
          bug,
          {
            source: 'statement',
            reference: `line:${order.orderNo}`,
            channel: order.channel,
            orderNo: order.orderNo,
            fact: { state: 'paid', amount: money(order.paidMinor, order.currency), channelTradeNo: order.tradeNo!, paidAt: order.paidAt! },
          },
          order.amountMinor,
        ),
      }));
    this.world.go(async () => {
      for (const [institutionId, group] of Map.groupBy(evidences, (e) => e.institutionId)) {
        const lines = group.map((g) => g.evidence);
        await applyChannelOutcomes(reader.deps, institutionId, [...lines, ...lines.filter((_, i) => i % 2 === 0)]);
      }
    });
    await this.world.runUntil(this.world.now());
    await this.settle();
  }

  /** A process of its own for somebody at a desk. */
  desk(): Process {
    return this.process(() => undefined);
  }

  private async settle(): Promise<void> {
    await this.world.runUntil((this.world.now() + 60_000) as ReturnType<World['now']>);
  }
}
