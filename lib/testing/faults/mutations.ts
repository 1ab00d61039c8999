/** Genuine callbacks with something changed on the way, by the thousand: whatever is changed, none may be believed. */
import { adapterOf, loadAccount, verifyInbound, type ChannelAccount, type NotifyVerdict, type RawInbound } from '@/lib/channels';
import type { ChannelCode } from '@/lib/channels/model';
import { seededRandom } from '@/lib/kernel/ports';
import { instant, type Instant } from '@/lib/kernel/time';
import { CHANGES, type Below } from './changes';
import type { Town } from './town';

export interface Heard {
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly at: Instant;
}
export interface MutationReport {
  readonly mutated: number;
  readonly accepted: number;
  /** Changed where nothing is said (a charset, a field nobody reads): the same meaning as the genuine one, word for word. */
  readonly sameMeaning: number;
  readonly channels: number;
  /** What was done to them. */
  readonly changes: Readonly<Record<string, number>>;
  readonly refusedBecause: Readonly<Record<string, number>>;
  readonly perChannel: Readonly<Record<string, number>>;
  readonly examples: readonly string[];
}

const SEED = 20_261_122;
const PATTERNS_PER_CHANNEL = 12;
const SPOILED = 'spoiled-letter';
/** Unchanged, to another institution's address at the same bank. */
const ELSEWHERE = 'other-institution';
/** Every second one has a spoiled letter; the rest is shared by the changes of those who know the protocols. */
const KINDS: readonly string[] = Object.keys(CHANGES).filter((name) => name !== SPOILED).flatMap((name) => [name, SPOILED]).concat(ELSEWHERE, SPOILED);

/** `elsewhere`: another institution with contracts at the same banks. */
export async function mutateCallbacks(town: Town, elsewhere: Town, heard: readonly Heard[], count: number): Promise<MutationReport> {
  const random = seededRandom(SEED);
  const below: Below = (n) => (((random.bytes(4).reduce((sum, b) => sum * 256 + b, 0) % n) + n) % n);
  const genuine = await genuineOf(town, elsewhere, heard);
  const report = { accepted: 0, sameMeaning: 0, changes: {}, refusedBecause: {}, perChannel: {}, examples: [] as string[] };
  for (let i = 0; i < count && genuine.length > 0; i++) {
    const one = genuine[i % genuine.length]!;
    const { kind, account, inbound } = changed(one, genuine, below);
    const verdict = verifyInbound(account, inbound);
    const believed = verdict.kind === 'order' || verdict.kind === 'refund';
    add(report.changes, kind);
    add(report.perChannel, account.channel);
    add(report.refusedBecause, verdict.kind === 'invalid' ? verdict.reason : verdict.kind);
    if (!believed) continue;
    if (kind !== ELSEWHERE && meaning(verdict) === one.meaning) report.sameMeaning++;
    else {
      report.accepted++;
      if (report.examples.length < 5) report.examples.push(`${account.channel} ${kind}: ${Buffer.from(inbound.body).toString('latin1').slice(0, 400)}`);
    }
  }
  return { mutated: genuine.length > 0 ? count : 0, channels: new Set(genuine.map((g) => g.account.channel)).size, ...report };
}

const add = (counts: Record<string, number>, name: string): void => void (counts[name] = (counts[name] ?? 0) + 1);

interface Genuine {
  readonly account: ChannelAccount;
  readonly elsewhere: ChannelAccount;
  readonly inbound: RawInbound;
  readonly meaning: string;
}

function changed(one: Genuine, all: readonly Genuine[], below: Below): { kind: string; account: ChannelAccount; inbound: RawInbound } {
  const wanted = KINDS[below(KINDS.length)]!;
  if (wanted === ELSEWHERE) {
    const { account, elsewhere, inbound } = one;
    return { kind: ELSEWHERE, account: elsewhere, inbound: { ...inbound, target: inbound.target.replace(account.id, elsewhere.id) } };
  }
  const others = all.filter((g) => g.account.channel === one.account.channel && g.meaning !== one.meaning);
  const another = others.length > 0 ? others[below(others.length)]!.inbound : one.inbound;
  const made = CHANGES[wanted]!(one.inbound, another, below);
  const inbound = made ?? CHANGES[SPOILED]!(one.inbound, another, below)!;
  return { kind: made ? wanted : SPOILED, account: one.account, inbound };
}

/** A few of each channel that were believed as they came. */
async function genuineOf(town: Town, elsewhere: Town, heard: readonly Heard[]): Promise<Genuine[]> {
  const all: Genuine[] = [];
  const perChannel = new Map<ChannelCode, number>();
  for (const { target, headers, body, at } of heard) {
    const found = [...town.accounts].find(([, id]) => target.includes(id));
    const account = found ? await loadAccount(town, found[1]) : null;
    if (!account || (perChannel.get(account.channel) ?? 0) >= PATTERNS_PER_CHANNEL) continue;
    const other = await loadAccount(elsewhere, elsewhere.accounts.get(account.channel)!);
    const inbound: RawInbound = { method: 'POST', target, headers, body, receivedAt: instant(at) };
    const verdict = adapterOf(account.channel).verifyNotify(account, inbound);
    if (!other || (verdict.kind !== 'order' && verdict.kind !== 'refund')) continue;
    perChannel.set(account.channel, (perChannel.get(account.channel) ?? 0) + 1);
    all.push({ account, elsewhere: other, inbound, meaning: meaning(verdict) });
  }
  return all;
}

const meaning = (verdict: NotifyVerdict): string => JSON.stringify(verdict, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));
