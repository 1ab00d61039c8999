/** Genuine callbacks with something changed on the way, by the thousand: whatever is changed, none may be believed. */
import { adapterOf, loadAccount, type ChannelAccount, type NotifyVerdict, type RawInbound } from '@/lib/channels';
import type { ChannelCode } from '@/lib/channels/model';
import { seededRandom } from '@/lib/kernel/ports';
import { instant, type Instant } from '@/lib/kernel/time';
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
  readonly refusedBecause: Readonly<Record<string, number>>;
  readonly examples: readonly string[];
}

const SEED = 20_261_122;
const PATTERNS_PER_CHANNEL = 12;
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

export async function mutateCallbacks(town: Town, heard: readonly Heard[], count: number): Promise<MutationReport> {
  const random = seededRandom(SEED);
  const below = (n: number): number => (((random.bytes(4).reduce((sum, b) => sum * 256 + b, 0) % n) + n) % n);
  const genuine = await genuineOf(town, heard);
  const kinds: Record<string, number> = {};
  const examples: string[] = [];
  let accepted = 0;
  let sameMeaning = 0;
  for (let i = 0; i < count; i++) {
    const one = genuine[i % genuine.length]!;
    const changed = change(one.inbound, below);
    const verdict = adapterOf(one.account.channel).verifyNotify(one.account, changed);
    if (verdict.kind === 'order' || verdict.kind === 'refund') {
      if (meaning(verdict) === one.meaning) sameMeaning++;
      else {
        accepted++;
        if (examples.length < 5) examples.push(`${one.account.channel}: ${Buffer.from(changed.body).toString('latin1').slice(0, 400)}`);
      }
    }
    const why = verdict.kind === 'invalid' ? verdict.reason : verdict.kind;
    kinds[why] = (kinds[why] ?? 0) + 1;
  }
  return { mutated: count, accepted, sameMeaning, channels: new Set(genuine.map((g) => g.account.channel)).size, refusedBecause: kinds, examples };
}

interface Genuine {
  readonly account: ChannelAccount;
  readonly inbound: RawInbound;
  readonly meaning: string;
}

/** A few of each channel that were believed as they came. */
async function genuineOf(town: Town, heard: readonly Heard[]): Promise<Genuine[]> {
  const all: Genuine[] = [];
  const perChannel = new Map<ChannelCode, number>();
  for (const { target, headers, body, at } of heard) {
    const found = [...town.accounts].find(([, id]) => target.includes(id));
    const account = found ? await loadAccount(town, found[1]) : null;
    if (!account || (perChannel.get(account.channel) ?? 0) >= PATTERNS_PER_CHANNEL) continue;
    const inbound: RawInbound = { method: 'POST', target, headers, body, receivedAt: instant(at) };
    const verdict = adapterOf(account.channel).verifyNotify(account, inbound);
    if (verdict.kind !== 'order' && verdict.kind !== 'refund') continue;
    perChannel.set(account.channel, (perChannel.get(account.channel) ?? 0) + 1);
    all.push({ account, inbound, meaning: meaning(verdict) });
  }
  return all;
}

const meaning = (verdict: NotifyVerdict): string => JSON.stringify(verdict, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value));

function change(inbound: RawInbound, below: (n: number) => number): RawInbound {
  const signing = Object.keys(inbound.headers).filter((name) => /sign|nonce|timestamp|serial/i.test(name) && /[0-9A-Za-z]/.test(inbound.headers[name]!));
  const body = Buffer.from(inbound.body);
  if (signing.length > 0 && below(4) === 0) {
    const name = signing[below(signing.length)]!;
    return { ...inbound, headers: { ...inbound.headers, [name]: changedText(inbound.headers[name]!, below) } };
  }
  const kind = below(10);
  if (kind === 0) return { ...inbound, body: new Uint8Array(body.subarray(0, below(body.length))) };
  const text = body.toString('latin1');
  const changed = kind === 1 ? `${text.slice(0, -3)}${text.slice(-2)}` : changedText(text, below);
  return { ...inbound, body: new Uint8Array(Buffer.from(changed, 'latin1')) };
}

/** One letter or digit becomes another one (not its own capital), goes, or comes twice; never one that padding makes meaningless. */
function changedText(text: string, below: (n: number) => number): string {
  for (;;) {
    const at = below(text.length);
    const char = text[at]!;
    const inEscape = text[at - 1] === '%' || text[at - 2] === '%';
    if (!/[0-9A-Za-z]/.test(char) || inEscape || /^.?.?(=|%3D)/i.test(text.slice(at + 1))) continue;
    const other = ALPHABET[below(ALPHABET.length)]!;
    if (other.toLowerCase() === char.toLowerCase()) continue;
    const how = below(6);
    const put = how === 0 ? '' : how === 1 ? `${char}${other}` : other;
    return `${text.slice(0, at)}${put}${text.slice(at + 1)}`;
  }
}
