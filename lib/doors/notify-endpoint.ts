/**
 * Where banks call back. In this order: find the contract, verify over the raw bytes, store raw (shared commit), answer with the exact bytes
 * that bank wants, and only then act. What a killed process leaves unacted is found by the worker.
 */
import { type ChannelAccount, type ChannelCode, type InboundToStore, type RawAnswer, type RawInbound, type StoredInbound, adapterOf, isChannelCode, knownLocation, loadAccount, locateAccount, storeInbound, verifyInbound } from '@/lib/channels';
import type { InstitutionId } from '@/lib/kernel/ids';
import type { Instant } from '@/lib/kernel/time';
import { createBatcher } from '@/lib/platform/batcher';
import { createMeter } from '@/lib/platform/meter';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { crashPoint } from '@/lib/platform/crash';
import { createLog, errorText } from '@/lib/platform/log';
import type { HotAnswer, HotEndpoint, HotRequest } from './hot-endpoints';
import { queueInbox } from '@/lib/inbox';

const BODY_MAX = 256 * 1024;
const log = createLog({ door: 'notify' });

const MINUTE_MS = 60_000;
const KEYS_MAX = 10_000;
/** Addresses that we never gave out are looked up so often per caller; after that they are not there without looking. */
const lookUps = createMeter({ windowMs: MINUTE_MS, max: 120, keysMax: KEYS_MAX });
/** What is not authentic is evidence up to a point: beyond it, it is refused and counted, not kept. */
const keptRefusals = createMeter({ windowMs: MINUTE_MS, max: 60, keysMax: KEYS_MAX });
/** A caller of one contract who was wrong so often is told to come again later, unread: verifying costs us more than forging costs him. */
const refusals = createMeter({ windowMs: MINUTE_MS, max: 300, keysMax: KEYS_MAX });

interface ToStore extends InboundToStore { readonly institutionId: InstitutionId }

const store = createBatcher<ToStore, StoredInbound>({
  max: 128,
  waitingMax: 20_000,
  keyOf: (item) => item.institutionId,
  run: (items) => storeInbound(items[0]!.institutionId, { clock: systemClock, random: systemRandom }, items),
});

async function handle({ method, headers, body, params, target, ip }: HotRequest): Promise<HotAnswer> {
  const { channel = '', account: accountId = '' } = params;
  const now = systemClock.now();
  const account = isChannelCode(channel) ? await accountAt(channel, accountId, ip, now) : null;
  // Not an address we gave out: say nothing about what exists.
  if (!account) return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'not found' };
  return receive(account, { method, target, headers, body, receivedAt: now }, ip);
}

async function accountAt(channel: ChannelCode, accountId: string, ip: string, now: Instant): Promise<ChannelAccount | null> {
  const place = knownLocation(accountId) ?? (lookUps.within(ip, now) ? await locateAccount(accountId) : null);
  if (!place) lookUps.count(ip, now);
  return place && place.channel === channel ? loadAccount(place, accountId) : null;
}

async function receive(account: ChannelAccount, inbound: RawInbound, ip: string): Promise<RawAnswer> {
  const adapter = adapterOf(account.channel);
  const caller = `${account.id} ${ip}`;
  if (!refusals.within(caller, inbound.receivedAt)) return adapter.ack(account, 'retry');
  const verdict = verifyInbound(account, inbound);
  if (verdict.kind === 'invalid' || verdict.kind === 'probe') {
    refusals.count(caller, inbound.receivedAt);
    if (!keptRefusals.count(account.id, inbound.receivedAt)) return adapter.ack(account, verdict.kind === 'probe' ? 'probe' : 'refused', inbound);
  }
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
    return adapter.ack(account, 'retry', verdict.kind === 'invalid' ? undefined : inbound);
  }
}

const PATTERN = '/api/channels/:channel/notify/:account';
export const notifyEndpoints: readonly HotEndpoint[] = [
  { method: 'POST', pattern: PATTERN, bodyMax: BODY_MAX, handle },
  { method: 'GET', pattern: PATTERN, handle },
];
