/**
 * An institution's own chart and posting templates, as data. The books keep what happened to money under accounts of their own; a template tells the
 * same in the institution's accounts: every line is carried over one to one, and pairs of equal debit and credit may be added (the budget side of
 * government accounting, the tax within a price). Both keep a voucher balanced whatever is written here. Pure, browser-safe.
 */
import { z } from 'zod';
import { ACCOUNT_KINDS, isAccountCode } from '../chart';
import { POSTING_RULES } from '../postings';

export const EVENT_KINDS = Object.keys(POSTING_RULES) as (keyof typeof POSTING_RULES)[];

const code = z.string().trim().refine(isAccountCode, 'ledger.chart-account-unknown');
const account = z.object({ code, zh: z.string().trim().min(1).max(60), en: z.string().trim().min(1).max(80), kind: z.enum(ACCOUNT_KINDS) });
/** `slot`: an account of the books (`1122`, `1012.wechat`, `6001.meal`), or one of an event only (`payment-succeeded/1122`). A parent stands for its branches. */
const mapping = z.object({ slot: z.string().trim().max(80).regex(/^([a-z-]+\/)?[0-9A-Za-z][0-9A-Za-z.-]{0,39}$/), account: code });
const pair = z.object({
  events: z.array(z.enum(EVENT_KINDS)).min(1).max(20),
  /** The line of the books it comes from, and the side on which that line stands when the pair holds as written; on the other side it is turned. */
  on: code, side: z.enum(['debit', 'credit']), debit: code, credit: code,
  /** The tax within the amount at this rate, in hundredths of a percent; null = the whole amount. */
  taxBps: z.number().int().min(1).max(5_000).nullable(),
});

export const chartContent = z.object({
  template: z.string().max(40), accounts: z.array(account).min(1).max(500), mappings: z.array(mapping).max(500), pairs: z.array(pair).max(50),
});
export type ChartContent = z.output<typeof chartContent>;
export type OwnPair = z.output<typeof pair>;

export interface BookLine {
  readonly code: string;
  /** Debit positive. */
  readonly minor: bigint;
  readonly currency: string;
  /** How the books call it, for what the chart does not name. */
  readonly zh: string;
  readonly en: string;
}
export interface OwnLine extends BookLine {
  /** False: the chart names no account for it, so it stands under the books' own. */
  readonly mapped: boolean;
}

const parents = (code: string): string[] => {
  const parts = code.split('.');
  return parts.map((_, at) => parts.slice(0, parts.length - at).join('.'));
};

/** The nearest word of the chart about an account: of this event before any, of the branch before its parent. */
function ownAccount(content: ChartContent, event: string, code: string): string | null {
  const named = new Map(content.mappings.map((one) => [one.slot, one.account]));
  for (const each of parents(code)) {
    const found = named.get(`${event}/${each}`) ?? named.get(each);
    if (found) return found;
  }
  return null;
}

/** Half a cent goes up; the sign is kept. */
export function taxWithin(minor: bigint, bps: number): bigint {
  const [size, sign] = minor < 0n ? [-minor, -1n] : [minor, 1n];
  const rate = BigInt(bps);
  return sign * ((size * rate * 2n + 10_000n + rate) / (2n * (10_000n + rate)));
}

/** The voucher as the institution keeps it. Balanced because the entry is. */
export function inOwnChart(content: ChartContent, event: string, lines: readonly BookLine[]): OwnLine[] {
  const named = new Map(content.accounts.map((one) => [one.code, one]));
  const put = (code: string, minor: bigint, currency: string): OwnLine => {
    const known = named.get(code);
    return { code, minor, currency, zh: known?.zh ?? code, en: known?.en ?? code, mapped: known !== undefined };
  };
  const carried = lines.map((line): OwnLine => {
    const own = ownAccount(content, event, line.code);
    return own === null ? { ...line, mapped: false } : put(own, line.minor, line.currency);
  });
  const added = content.pairs.filter((one) => event === 'reversal' || (one.events as readonly string[]).includes(event)).flatMap((one) =>
    lines.filter((line) => parents(line.code).includes(one.on)).flatMap((line) => {
      const size = one.taxBps === null ? line.minor : taxWithin(line.minor, one.taxBps);
      // As written when the line stands on its side; turned, by the sign, when it stands on the other.
      const minor = one.side === 'debit' ? size : -size;
      return minor === 0n ? [] : [put(one.debit, minor, line.currency), put(one.credit, -minor, line.currency)];
    }));
  return [...carried, ...added];
}

export interface ChartTrouble { readonly code: 'ledger.chart-account-unknown' | 'ledger.chart-account-twice'; readonly account: string }

/** What keeps a draft from being asked for: null = nothing. */
export function chartTrouble(content: ChartContent): ChartTrouble | null {
  const known = new Set<string>();
  for (const { code: each } of content.accounts) {
    if (known.has(each)) return { code: 'ledger.chart-account-twice', account: each };
    known.add(each);
  }
  const slots = new Set<string>();
  for (const { slot, account: to } of content.mappings) {
    if (slots.has(slot)) return { code: 'ledger.chart-account-twice', account: slot };
    slots.add(slot);
    if (!known.has(to)) return { code: 'ledger.chart-account-unknown', account: to };
  }
  const missing = content.pairs.flatMap((one) => [one.debit, one.credit]).find((each) => !known.has(each));
  return missing === undefined ? null : { code: 'ledger.chart-account-unknown', account: missing };
}
