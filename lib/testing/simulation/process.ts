/**
 * A process of ours that may die at any wait. Everything it does outside itself goes through `guard`: a dead process never hears the answer, and what it
 * had not committed is gone. The next process starts from the store alone.
 */
import { systemCtx } from '@/lib/platform/ctx';
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Log } from '@/lib/platform/log';
import type { PaymentDeps } from '@/lib/payments/deps';
import { noEffects, addEffects, type Effects } from '@/lib/payments/effects';
import type { ChannelGateway } from '@/lib/payments/gateway';
import type { MoneyStore, MoneyTx } from '@/lib/payments/store';
import type { Banks } from './banks';
import { bugEffects, bugGateway, type BugName } from './bugs';
import type { World } from './world';

class Crashed extends Error {}
const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
const SILENT: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined, with: () => SILENT };

export interface ProcessHooks {
  /** Told of every commit, with what it wrote. */
  readonly committed: (institutionId: InstitutionId, effects: Effects) => void;
}

export class Process {
  alive = true;
  readonly deps: PaymentDeps;

  constructor(
    private readonly world: World,
    private readonly banks: Banks,
    private readonly store: MoneyStore,
    private readonly bug: BugName | undefined,
    private readonly hooks: ProcessHooks,
    private readonly onDeath: () => void,
  ) {
    const log: Log = {
      ...SILENT,
      error: (event, fields) => {
        this.world.failure ??= new Error(`${event} ${fields?.error ?? ''}`);
      },
    };
    this.deps = {
      store: this.guardedStore(),
      gateway: this.guardedGateway(),
      clock: world.clock,
      random: world.random,
      log,
      returnUrl: () => 'https://payer.example/return',
    };
  }

  /** For work of this process that is not in the deps (its inbox): crashes like everything else. */
  async point(): Promise<void> {
    this.mayDie();
    if (!this.alive) await never();
  }

  private mayDie(): void {
    if (!this.alive || !this.world.chance(this.banks.disorder.crash)) return;
    this.alive = false;
    this.world.note('process dies');
    this.world.count('process died');
    this.onDeath();
  }

  private async guard<T>(work: () => Promise<T>): Promise<T> {
    await this.point();
    const value = await work();
    await this.point();
    return value;
  }

  private guardedGateway(): ChannelGateway {
    const real: ChannelGateway = {
      capabilities: (channel) => this.banks.capabilities(channel),
      handOver: (contract) => this.banks.handOver(contract),
      create: (contract, order) => this.banks.create(contract, order),
      query: (contract, order) => this.banks.query(contract, order.orderNo),
      close: (contract, order) => this.banks.close(contract, order.orderNo),
    };
    const gateway = bugGateway(this.bug, real);
    return {
      capabilities: gateway.capabilities,
      handOver: (contract) => this.guard(() => gateway.handOver(contract)),
      create: (contract, order) => this.guard(() => gateway.create(contract, order)),
      query: (contract, order) => this.guard(() => gateway.query(contract, order)),
      close: (contract, order) => this.guard(() => gateway.close(contract, order)),
    };
  }

  private async outside<T>(work: () => Promise<T>): Promise<T> {
    this.world.busy++;
    try {
      return await this.world.inTurn(work);
    } finally {
      this.world.busy--;
    }
  }

  private guardedStore(): MoneyStore {
    const { store } = this;
    return {
      transaction: async (institutionId, work) => {
        await this.point();
        await this.world.sleep(this.world.between(0, 4));
        let written = noEffects();
        try {
          const value = await this.outside(() =>
            store.transaction(institutionId, async (tx) => {
              written = noEffects();
              const answer = await work(this.watched(tx, written));
              this.mayDie();
              // Dying before the commit is a roll-back.
              if (!this.alive) throw new Crashed();
              return answer;
            }),
          );
          const refused = typeof value === 'object' && value !== null && 'ok' in value && value.ok === false;
          if (!refused) this.hooks.committed(institutionId, written);
          await this.point();
          return value;
        } catch (error) {
          if (error instanceof Crashed) return never();
          throw error;
        }
      },
      read: (institutionId, work) => this.guard(() => this.outside(() => store.read(institutionId, work))),
      leaseInquiries: (kinds, now, limit, leaseMs) =>
        this.guard(() => this.outside(() => store.leaseInquiries(kinds, now, limit, leaseMs))),
      numbers: (institutionId, name, count) => this.guard(() => this.outside(() => store.numbers(institutionId, name, count))),
    };
  }

  private watched(tx: MoneyTx, written: Effects): MoneyTx {
    return {
      ...tx,
      apply: async (effects) => {
        const real = bugEffects(this.bug, effects);
        addEffects(written, real);
        await tx.apply(real);
      },
    };
  }

  ctxOf(institutionId: InstitutionId) {
    return systemCtx('simulation', institutionId, {
      clock: this.world.clock,
      random: this.world.random,
      log: SILENT,
      requestId: 'req_simulation',
    });
  }
}
