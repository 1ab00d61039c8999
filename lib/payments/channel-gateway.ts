/** The real gateway: resolves a contract to its account and adapter, bounds and records every call, and never throws for a bank. */
import {
  adapterOf,
  loadAccount,
  type CallContext,
  type Cause,
  type ChannelAccount,
  type ChannelCode,
  type CloseOutcome,
  type CreateOutcome,
  type Net,
  type OrderFact,
} from '@/lib/channels';
import type { Clock, Random } from '@/lib/kernel/ports';
import { errorText, type Log } from '@/lib/platform/log';
import { observeCall } from '@/lib/routing';
import type { ChannelGateway, ContractRef } from './gateway';

export interface GatewayPorts {
  readonly net: Net;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

interface Observed {
  readonly certainty: string;
  readonly code: string;
  readonly cause: Cause | null;
}
type Answer = CreateOutcome | OrderFact | CloseOutcome;

const observedOf = (answer: Answer): Observed => ({
  certainty: 'certainty' in answer ? answer.certainty : answer.state,
  code: 'code' in answer ? answer.code : '',
  cause: 'cause' in answer ? answer.cause : null,
});

export function createChannelGateway(ports: GatewayPorts): ChannelGateway {
  const call: CallContext = { net: ports.net, clock: ports.clock, random: ports.random };

  async function ask<T extends Answer>(
    contract: ContractRef,
    operation: 'create' | 'query' | 'close',
    orderNo: string,
    noAccount: T,
    broken: T,
    run: (account: ChannelAccount) => Promise<T>,
  ): Promise<T> {
    const account = await loadAccount(contract, contract.accountId);
    if (!account || account.channel !== contract.channel) return noAccount;
    const at = ports.clock.now();
    const started = performance.now();
    const answer = await run(account).catch((error: unknown) => {
      // An adapter that throws is a bug; what it did before throwing is not known, so neither is the outcome.
      ports.log.error('payments.adapter-threw', { channel: contract.channel, operation, error: errorText(error) });
      return broken;
    });
    const observed = observedOf(answer);
    void observeCall({
      institutionId: contract.institutionId,
      channel: contract.channel,
      operation,
      orderNo,
      at,
      durationMs: performance.now() - started,
      ...observed,
    }).catch((error: unknown) => ports.log.warn('payments.call-not-recorded', { channel: contract.channel, error: errorText(error) }));
    return answer;
  }

  const missing = { code: 'no-account', cause: 'merchant-configuration' } as const;
  const broken = { code: 'adapter-error', cause: 'other' } as const;
  return {
    capabilities: (channel: ChannelCode) => adapterOf(channel).capabilities,
    create: (contract, order) =>
      ask<CreateOutcome>(
        contract,
        'create',
        order.orderNo,
        { certainty: 'not-sent', ...missing },
        { certainty: 'unknown', retry: 'query-first', ...broken },
        (account) => adapterOf(account.channel).create(account, order, call),
      ),
    query: (contract, order) =>
      ask<OrderFact>(contract, 'query', order.orderNo, { state: 'unknown', ...missing }, { state: 'unknown', ...broken }, (account) =>
        adapterOf(account.channel).query(account, order, call),
      ),
    close: (contract, order) =>
      ask<CloseOutcome>(
        contract,
        'close',
        order.orderNo,
        { certainty: 'not-sent', ...missing },
        { certainty: 'unknown', ...broken },
        (account) => adapterOf(account.channel).close(account, order, call),
      ),
  };
}
