/** One call to a bank, by contract: account resolved, call observed, and never an exception for what a bank or a network does. */
import { adapterOf, loadAccount, type Cause, type ChannelAccount, type ChannelCode, type Net, type Operation } from '@/lib/channels';
import type { ChannelAccountId, InstitutionId } from '@/lib/kernel/ids';
import type { Clock } from '@/lib/kernel/ports';
import { errorText, type Log } from '@/lib/platform/log';
import { latestSnapshot } from './health-cache';
import { enterBank, patienceMsOf, standByMsOf, type Leave } from './in-flight';
import { observeCall } from './observe-call';

export interface BankContract {
  readonly institutionId: InstitutionId;
  readonly accountId: ChannelAccountId;
  readonly channel: ChannelCode;
}

/** Anything an adapter answers: a certainty or a state, perhaps with a code and a cause. */
type BankAnswer = ({ readonly certainty: string } | { readonly state: string }) & { readonly code?: string; readonly cause?: Cause };

/** `noAccount` when there is no such contract; `broken` when the adapter threw, because what it did before throwing is not known. */
export async function askBank<T extends BankAnswer>(
  ports: { readonly clock: Clock; readonly log: Log },
  call: { readonly contract: BankContract; readonly operation: Operation; readonly orderNo: string; readonly noAccount: T; readonly broken: T },
  run: (account: ChannelAccount) => Promise<T>,
): Promise<T> {
  const { contract, operation } = call;
  const account = await loadAccount(contract, contract.accountId);
  if (!account || account.channel !== contract.channel) return call.noAccount;
  const at = ports.clock.now();
  const started = performance.now();
  // Only an order that a payer waits for counts against the channel's places; where creating it calls nobody there is nothing to wait for.
  const waits = operation === 'create' && adapterOf(contract.channel).capabilities.createCallsBank;
  const leave = waits ? enterBank(contract.institutionId, contract.channel, started) : null;
  const answer = await run(account).catch((error: unknown) => {
    ports.log.error('bank.adapter-threw', { channel: contract.channel, operation, error: errorText(error) });
    return call.broken;
  });
  leave?.(performance.now(), leftWith(answer));
  void observeCall({
    institutionId: contract.institutionId, channel: contract.channel, operation, orderNo: call.orderNo, at, durationMs: performance.now() - started,
    certainty: 'certainty' in answer ? answer.certainty : answer.state, code: answer.code ?? '', cause: answer.cause ?? null,
  }).catch((error: unknown) => ports.log.warn('bank.call-not-recorded', { channel: contract.channel, error: errorText(error) }));
  return answer;
}

const leftWith = (answer: BankAnswer): Parameters<Leave>[1] => {
  if (!('certainty' in answer)) return 'other';
  if (answer.certainty === 'accepted') return 'taken';
  return answer.certainty === 'unknown' ? 'unclear' : 'other';
};

/** How long a payer waits for this channel's answer while another channel stands by, of the `leftMs` the payer has, in milliseconds. */
export const standByMs = (institutionId: InstitutionId, channel: string, leftMs: number): number =>
  standByMsOf(latestSnapshot(institutionId, channel)?.health.p95Ms ?? 0, leftMs);

/** A net that keeps a payer waiting no longer than this channel's answers usually take, several times over. What it gives up on is unclear, not failed. */
export function patientNet(net: Net, contract: BankContract): Net {
  const patienceMs = patienceMsOf(latestSnapshot(contract.institutionId, contract.channel)?.health.p95Ms ?? 0);
  return { net: true, fetch: (url, init) => net.fetch(url, { ...init, timeoutMs: Math.min(init.timeoutMs, patienceMs) }) };
}
