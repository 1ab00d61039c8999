/** What refunds need from outside: banks by contract, clock, randomness, leases. Tests and the simulation bring their own. */
import { adapterOf, askUnderKeys, createNet, type Capabilities, type ChannelCode, type RefundFact, type RefundOrder, type RefundOutcome } from '@/lib/channels';
import { assert } from '@/lib/kernel/assert';
import type { Clock, Random } from '@/lib/kernel/ports';
import { paymentDeps, type MoneyStore } from '@/lib/payments';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { createLog, type Log } from '@/lib/platform/log';
import { insideTransaction } from '@/lib/platform/tx';
import { askBank, type BankContract } from '@/lib/routing';

export interface RefundGateway {
  capabilities(channel: ChannelCode): Capabilities;
  refund(contract: BankContract, order: RefundOrder): Promise<RefundOutcome>;
  queryRefund(contract: BankContract, order: RefundOrder): Promise<RefundFact>;
}

export interface RefundDeps {
  readonly gateway: RefundGateway;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly leases: Pick<MoneyStore, 'leaseInquiries'>;
}

let made: RefundDeps | undefined;
export const refundDeps = (): RefundDeps => (made ??= make());

function make(): RefundDeps {
  const log = createLog({ module: 'refunds' });
  const net = createNet({ guard: () => assert(!insideTransaction(), 'a bank was called inside a transaction') });
  const ports = { net, clock: systemClock, random: systemRandom, log };
  const missing = { code: 'no-account', cause: 'merchant-configuration' } as const;
  const broken = { code: 'adapter-error', cause: 'other' } as const;
  const gateway: RefundGateway = {
    capabilities: (channel) => adapterOf(channel).capabilities,
    refund: (contract, order) => askBank<RefundOutcome>(ports, {
      contract, operation: 'refund', orderNo: order.refundNo, noAccount: { certainty: 'not-sent', ...missing }, broken: { certainty: 'unknown', ...broken },
    }, (account) => adapterOf(account.channel).refund(account, order, ports)),
    queryRefund: (contract, order) => askBank<RefundFact>(ports, {
      contract, operation: 'query-refund', orderNo: order.refundNo, noAccount: { state: 'unknown', ...missing }, broken: { state: 'unknown', ...broken },
    }, (account) => askUnderKeys(account, ports.clock.now(), (under) => adapterOf(under.channel).queryRefund(under, order, ports))),
  };
  return { gateway, clock: systemClock, random: systemRandom, log, leases: paymentDeps().store };
}
