/**
 * Where banks call back. In this order: find the contract, verify over the raw bytes, store raw (shared commit), answer with the exact bytes
 * that bank wants, and only then act. What a killed process leaves unacted is found by the worker.
 */
import { type ChannelAccount, type InboundToStore, type RawAnswer, type RawInbound, type StoredInbound, adapterOf, isChannelCode, loadAccount, locateAccount, storeInbound, verifyInbound } from '@/lib/channels';
import type { InstitutionId } from '@/lib/kernel/ids';
import { createBatcher } from '@/lib/platform/batcher';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { crashPoint } from '@/lib/platform/crash';
import { createLog, errorText } from '@/lib/platform/log';
import type { HotAnswer, HotEndpoint, HotRequest } from './hot-endpoints';
import { queueInbox } from '@/lib/inbox';

const BODY_MAX = 256 * 1024;
const log = createLog({ door: 'notify' });

interface ToStore extends InboundToStore { readonly institutionId: InstitutionId }

const store = createBatcher<ToStore, StoredInbound>({
  max: 128,
  waitingMax: 20_000,
  keyOf: (item) => item.institutionId,
  run: (items) => storeInbound(items[0]!.institutionId, { clock: systemClock, random: systemRandom }, items),
});

async function handle({ method, headers, body, params, target }: HotRequest): Promise<HotAnswer> {
  const { channel = '', account: accountId = '' } = params;
  const place = isChannelCode(channel) ? await locateAccount(accountId) : null;
  const account = place && place.channel === channel ? await loadAccount(place, accountId) : null;
  // Not an address we gave out: say nothing about what exists.
  if (!account) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found' };
  return receive(account, { method, target, headers, body, receivedAt: systemClock.now() });
}

async function receive(account: ChannelAccount, inbound: RawInbound): Promise<RawAnswer> {
  const adapter = adapterOf(account.channel);
  const verdict = verifyInbound(account, inbound);
  try {
    const stored = await store({ institutionId: account.institutionId, accountId: account.id, channel: account.channel, inbound, verdict });
    crashPoint('channels.inbound.stored');
    if (verdict.kind === 'probe') return adapter.ack(account, 'probe', inbound);
    if (verdict.kind === 'invalid') {
      log.warn('callback.refused', { channel: account.channel, account: account.id, reason: verdict.reason });
      return adapter.ack(account, 'refused', inbound);
    }
    if (verdict.kind !== 'ignored' && stored.fresh) queueInbox(account.institutionId, account.channel, stored.id, verdict);
    return adapter.ack(account, 'stored', inbound);
  } catch (error) {
    log.error('callback.not-stored', { channel: account.channel, error: errorText(error) });
    return adapter.ack(account, 'retry', inbound);
  }
}

const PATTERN = '/api/channels/:channel/notify/:account';
export const notifyEndpoints: readonly HotEndpoint[] = [
  { method: 'POST', pattern: PATTERN, bodyMax: BODY_MAX, handle },
  { method: 'GET', pattern: PATTERN, handle },
];
