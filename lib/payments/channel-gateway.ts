/** The real gateway: every call goes by contract through routing's `askBank`, which records it and never throws for a bank. */
import { adapterOf, askUnderKeys, loadAccount, type CallContext, type ChannelCode, type CloseOutcome, type CreateOutcome, type Net, type OrderFact } from '@/lib/channels';
import type { Clock, Random } from '@/lib/kernel/ports';
import type { Log } from '@/lib/platform/log';
import { askBank, patientNet } from '@/lib/routing';
import type { ChannelGateway } from './gateway';

export interface GatewayPorts {
  readonly net: Net;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Where nobody may be called. */
const noNet: Net = { net: true, fetch: (url) => Promise.reject(new Error(`an order that calls nobody called ${url}`)) };
const missing = { code: 'no-account', cause: 'merchant-configuration' } as const;
/** An adapter that throws is a bug; what it did before throwing is not known, so neither is the outcome. */
const broken = { code: 'adapter-error', cause: 'other' } as const;

export function createChannelGateway(ports: GatewayPorts): ChannelGateway {
  const call: CallContext = { net: ports.net, clock: ports.clock, random: ports.random };
  return {
    capabilities: (channel: ChannelCode) => adapterOf(channel).capabilities,
    handOver: async (contract) => {
      const adapter = adapterOf(contract.channel);
      if (adapter.capabilities.createCallsBank) return null;
      const account = await loadAccount(contract, contract.accountId);
      return account?.channel === contract.channel ? (order) => adapter.create(account, order, { ...call, net: noNet }) : null;
    },
    create: (contract, order) => askBank<CreateOutcome>(ports, {
      contract, operation: 'create', orderNo: order.orderNo, noAccount: { certainty: 'not-sent', ...missing },
      broken: { certainty: 'unknown', retry: 'query-first', ...broken },
    }, (account) => adapterOf(account.channel).create(account, order, { ...call, net: patientNet(call.net, contract) })),
    query: (contract, order) => askBank<OrderFact>(ports, {
      contract, operation: 'query', orderNo: order.orderNo, noAccount: { state: 'unknown', ...missing }, broken: { state: 'unknown', ...broken },
    }, (account) => askUnderKeys(account, ports.clock.now(), (under) => adapterOf(under.channel).query(under, order, call))),
    close: (contract, order) => askBank<CloseOutcome>(ports, {
      contract, operation: 'close', orderNo: order.orderNo, noAccount: { certainty: 'not-sent', ...missing }, broken: { certainty: 'unknown', ...broken },
    }, (account) => adapterOf(account.channel).close(account, order, { ...call, net: patientNet(call.net, contract) })),
  };
}
