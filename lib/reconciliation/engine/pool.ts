/** What is still unexplained while the rules are tried one after another, and what each line is known to name. Pure. */
import type { Evidence, Group, Hint, Pair, RestFact, RestLine } from './facts';
import { cleanKey, keysIn, looksOurs } from './keys';
import type { RestRule } from './rule-set';

/** How a line came to name a fact. */
export interface Named {
  readonly fact: RestFact;
  readonly rule: RestRule | 'exact-key';
  readonly evidence: readonly Evidence[];
}

export interface Pool {
  readonly lines: Map<bigint, RestLine>;
  readonly open: Map<string, RestFact>;
  /** Lines that name exactly one fact, whatever its state. */
  readonly named: Map<bigint, Named>;
  /** Lines whose text names several. */
  readonly severally: Map<bigint, readonly RestFact[]>;
  readonly byNumber: ReadonlyMap<string, RestFact>;
  /** `line fact` of pairs a person took apart or dismissed. */
  readonly forbidden: ReadonlySet<string>;
  readonly pairs: Pair[];
  readonly groups: Group[];
  readonly hints: Map<bigint, Hint>;
}

/** By content, so that nothing depends on the order of the file; lines that are alike in everything may change places. */
const contentOf = (l: RestLine): string =>
  [l.day, l.at, l.amountMinor, l.direction, l.number, l.origNumber, l.channelNo, l.type, ...l.texts].map((part) => String(part ?? '')).join('\u0001');

export function openPool(lines: readonly RestLine[], facts: readonly RestFact[], forbidden: ReadonlySet<string>): Pool {
  const sorted = lines.map((line) => ({ line, key: contentOf(line) })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  const ordered = [...facts].sort((a, b) => (a.id < b.id ? -1 : 1));
  const byNumber = new Map<string, RestFact>();
  for (const fact of ordered) byNumber.set(fact.number, fact);
  // Our number of a payment names its attempt only where it names no other.
  const payments = new Map<string, RestFact | null>();
  for (const fact of ordered) if (fact.paymentNumber) payments.set(fact.paymentNumber, payments.has(fact.paymentNumber) ? null : fact);
  for (const [number, fact] of payments) if (fact && !byNumber.has(number)) byNumber.set(number, fact);
  return {
    lines: new Map(sorted.map(({ line }) => [line.id, line])), open: new Map(ordered.filter((f) => f.open).map((f) => [f.id, f])), named: new Map(),
    severally: new Map(), byNumber, forbidden, pairs: [], groups: [], hints: new Map(),
  };
}

export const sameMoney = (line: RestLine, fact: RestFact): boolean =>
  line.amountMinor === fact.amountMinor && line.currency === fact.currency && line.direction === fact.direction;

export const mayPair = (pool: Pool, line: RestLine, fact: RestFact): boolean => !pool.forbidden.has(`${line.id} ${fact.id}`);

export function pair(pool: Pool, line: RestLine, fact: RestFact, rule: RestRule, evidence: readonly Evidence[]): void {
  pool.pairs.push({ lineId: line.id, factId: fact.id, rule, evidence });
  pool.lines.delete(line.id);
  pool.open.delete(fact.id);
}

export function group(pool: Pool, lines: readonly RestLine[], facts: readonly RestFact[], rule: RestRule, evidence: readonly Evidence[]): void {
  pool.groups.push({ lineIds: lines.map((l) => l.id), factIds: facts.map((f) => f.id), rule, evidence });
  for (const line of lines) pool.lines.delete(line.id);
  for (const fact of facts) pool.open.delete(fact.id);
}

/** The number that a line carries, if it is one of ours as printed. */
export function nameExactly(pool: Pool): void {
  for (const line of pool.lines.values()) {
    const fact = line.number === null ? undefined : pool.byNumber.get(line.number);
    if (fact) pool.named.set(line.id, { fact, rule: 'exact-key', evidence: [] });
  }
}

export function nameCleaned(pool: Pool): void {
  for (const line of unnamed(pool)) {
    const fact = line.number === null ? undefined : pool.byNumber.get(cleanKey(line.number));
    if (fact) pool.named.set(line.id, { fact, rule: 'clean-key', evidence: ['number-cleaned'] });
  }
}

/** The bank's own number, for lines without a number of ours. A line that carries another number of our shape contradicts it. */
export function nameByBank(pool: Pool): void {
  const numbers = new Map<string, RestFact | null>();
  for (const fact of pool.open.values()) if (fact.channelNo) numbers.set(fact.channelNo, numbers.has(fact.channelNo) ? null : fact);
  for (const line of unnamed(pool)) {
    const fact = line.channelNo === null || looksOurs(line.number) ? null : numbers.get(line.channelNo);
    if (fact && fact.direction === line.direction) pool.named.set(line.id, { fact, rule: 'bank-number', evidence: ['bank-number'] });
  }
}

export function nameByMemo(pool: Pool): void {
  for (const line of unnamed(pool)) {
    if (looksOurs(line.number)) continue;
    const found = new Set<RestFact>();
    for (const key of keysIn(line.number === null ? line.texts : [...line.texts, line.number])) {
      const fact = pool.byNumber.get(key);
      if (fact) found.add(fact);
    }
    const facts = [...found];
    const fitting = facts.filter((f) => f.direction === line.direction);
    if (facts.length === 1 && fitting.length === 1) pool.named.set(line.id, { fact: facts[0]!, rule: 'memo-key', evidence: ['number-in-memo'] });
    else if (fitting.length > 1) pool.severally.set(line.id, fitting);
  }
}

export const unnamed = (pool: Pool): RestLine[] => [...pool.lines.values()].filter((line) => !pool.named.has(line.id) && !pool.severally.has(line.id));

/** Unexplained lines per fact they name, in order of content. */
export function linesByFact(pool: Pool): Map<RestFact, RestLine[]> {
  const all = new Map<RestFact, RestLine[]>();
  for (const line of pool.lines.values()) {
    const named = pool.named.get(line.id);
    if (!named) continue;
    const list = all.get(named.fact);
    if (list) list.push(line);
    else all.set(named.fact, [line]);
  }
  return all;
}
