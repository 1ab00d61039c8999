/**
 * While keys are changed, both are good: what a bank still signs with the keys before the last change is believed until the overlap ends or an
 * administrator ends it. Only the question "who signed this" is asked twice; an operation is never carried out twice.
 */
import { DAY_MS, type Instant } from '@/lib/kernel/time';
import type { ChannelAccount, InvalidReason, NotifyVerdict, OrderFact, RawInbound, RefundFact } from './port';
import { adapterOf } from './registry';

/** How long both keys are good; banks change over within days, weekends included. */
export const OVERLAP_MS = 7 * DAY_MS;

/** What a change of keys can cause; everything else is wrong under any key. */
const OF_KEYS: ReadonlySet<InvalidReason> = new Set<InvalidReason>(['bad-signature', 'unknown-certificate', 'expired-certificate', 'undecryptable']);

const older = (account: ChannelAccount, now: Instant): ChannelAccount | null => {
  const { previous, ...rest } = account;
  return previous && now < previous.until ? { ...rest, config: previous.config, secrets: previous.secrets } : null;
};

/** The adapter's verdict under the keys of now, else under those before. */
export function verifyInbound(account: ChannelAccount, inbound: RawInbound): NotifyVerdict {
  const { verifyNotify } = adapterOf(account.channel);
  const verdict = verifyNotify(account, inbound);
  const before = verdict.kind === 'invalid' && OF_KEYS.has(verdict.reason) ? older(account, inbound.receivedAt) : null;
  if (!before) return verdict;
  const second = verifyNotify(before, inbound);
  return second.kind === 'invalid' ? verdict : second;
}

type Asked = OrderFact | RefundFact;

/** Asks a question (never more than a question) under the keys of now; under those before when the answer was signed with a key we do not know. */
export async function askUnderKeys<T extends Asked>(account: ChannelAccount, now: Instant, ask: (account: ChannelAccount) => Promise<T>): Promise<T> {
  const first = await ask(account);
  const unsigned = first.state === 'unknown' && /signature|certificate|unsigned/.test(first.code);
  const before = unsigned ? older(account, now) : null;
  if (!before) return first;
  const second = await ask(before);
  return second.state === 'unknown' ? first : second;
}
