/**
 * The rules after the exact key, tried in the order of the rule set on what it left over. Each one makes a pair only where nothing else would do;
 * where several would, it says so and leaves the decision to a person. Pure: the same lines and facts in any order give the same answer.
 */
import { cleanKey, paymentCodesIn } from './keys';
import { assign } from './assign';
import { matchBatches } from './batches';
import type { Hint, RestFact, RestLine, RestResult } from './facts';
import {
  group, linesByFact, mayPair, nameByBank, nameByMemo, nameCleaned, nameExactly, openPool, pair, sameMoney, unnamed, type Pool,
} from './pool';
import { matchReversals } from './reversals';
import type { RestRule, VersionedRules } from './rule-set';
import { subsetOf } from './subset';

export function matchRest(
  lines: readonly RestLine[], facts: readonly RestFact[], forbidden: ReadonlySet<string>, rules: VersionedRules, channel: string,
): RestResult {
  const pool = openPool(lines, facts, forbidden);
  nameExactly(pool);
  for (const rule of rules.rules) RULES[rule](pool, rules, channel);
  return { pairs: pool.pairs, groups: pool.groups, hints: [...hintsOf(pool)] };
}

const RULES: Readonly<Record<RestRule, (pool: Pool, rules: VersionedRules, channel: string) => void>> = {
  'clean-key': (pool) => { nameCleaned(pool); pairNamed(pool, 'clean-key'); },
  'bank-number': (pool) => { nameByBank(pool); pairNamed(pool, 'bank-number'); },
  'memo-key': (pool) => { nameByMemo(pool); pairNamed(pool, 'memo-key'); },
  'refund-of-order': matchRefundsOfOrders,
  reversal: matchReversals,
  instalments: matchInstalments,
  'one-to-many': matchSeveral,
  'payment-code': matchPaymentCodes,
  'settlement-batch': matchBatches,
  'amount-time': matchAmountAndTime,
};

/** A fact and the line that names it with the same money; of several equal lines the one with the bank's number we know, else the nearest in time. */
function pairNamed(pool: Pool, rule: RestRule): void {
  for (const [fact, lines] of linesByFact(pool)) {
    if (!pool.open.has(fact.id)) continue;
    const fitting = lines.filter((l) => pool.named.get(l.id)!.rule === rule && sameMoney(l, fact) && mayPair(pool, l, fact));
    const apart = (l: RestLine) => (l.at === null ? Number.MAX_SAFE_INTEGER : Math.abs(l.at - fact.at));
    const known = (l: RestLine) => (l.channelNo !== null && l.channelNo === fact.channelNo ? 0 : 1);
    const [best] = fitting.sort((a, b) => known(a) - known(b) || apart(a) - apart(b));
    if (best) pair(pool, best, fact, rule, [...pool.named.get(best.id)!.evidence, 'amount']);
  }
}

/** A refund without a refund number of ours: by the order it gives back, where one refund and one line of that amount are left. */
function matchRefundsOfOrders(pool: Pool): void {
  const key = (order: string, minor: bigint, currency: string) => `${order} ${minor} ${currency}`;
  const refunds = gather([...pool.open.values()].filter((f) => f.kind === 'refund' && f.origNumber), (f) => key(f.origNumber!, f.amountMinor, f.currency));
  const orderOf = (l: RestLine) => {
    const named = pool.named.get(l.id)?.fact;
    return named ? (named.direction === 'credit' ? named.number : null) : pool.byNumber.get(cleanKey(l.origNumber ?? ''))?.number ?? l.origNumber;
  };
  const debits = [...pool.lines.values()].filter((l) => l.direction === 'debit' && l.type === 'refund' && orderOf(l) !== null);
  const lines = gather(debits, (l) => key(orderOf(l)!, l.amountMinor, l.currency));
  for (const [k, here] of lines) {
    const all = refunds.get(k) ?? [];
    const ofDay = all.filter((f) => here.every((l) => l.day === f.day));
    const fitting = all.length === here.length ? all : ofDay.length === here.length ? ofDay : [];
    if (all.length > 0 && fitting.length === 0) for (const one of here) hint(pool, one, 'several-fit');
    // As many refunds as lines, equal in everything: in order of time, and whichever way it is the same money.
    const inTime = [...fitting].sort((a, b) => a.at - b.at);
    [...here].sort((a, b) => (a.at ?? 0) - (b.at ?? 0)).forEach((line, i) => {
      const fact = inTime[i];
      if (fact && mayPair(pool, line, fact)) pair(pool, line, fact, 'refund-of-order', ['order-of-refund', 'amount', 'only-one']);
    });
  }
}

/** One fact that the bank paid in parts: all lines that name it, when together they are exactly its amount. */
function matchInstalments(pool: Pool): void {
  for (const [fact, lines] of linesByFact(pool)) {
    if (!pool.open.has(fact.id) || lines.length < 2) continue;
    const fits = lines.every((l) => l.currency === fact.currency && l.direction === fact.direction && mayPair(pool, l, fact));
    if (fits && total(lines) === fact.amountMinor) group(pool, lines, [fact], 'instalments', ['sum']);
  }
}

/** One line that names several facts, when together they are exactly its amount. */
function matchSeveral(pool: Pool): void {
  for (const [id, facts] of pool.severally) {
    const line = pool.lines.get(id);
    if (!line || facts.some((f) => !pool.open.has(f.id) || f.currency !== line.currency || !mayPair(pool, line, f))) continue;
    if (total(facts) === line.amountMinor) group(pool, [line], facts, 'one-to-many', ['number-in-memo', 'sum']);
  }
}

/** The payer's code says whose money it is: one fact of that amount, or the one and only choice of several that makes the sum. */
function matchPaymentCodes(pool: Pool): void {
  const facts = gather([...pool.open.values()].filter((f) => f.paymentCode !== null), (f) => f.paymentCode!);
  const lines = unnamed(pool).flatMap((line) => {
    const codes = line.number === null ? paymentCodesIn(line.texts) : paymentCodesIn([...line.texts, line.number]);
    return codes.length === 1 ? [{ line, code: codes[0]! }] : [];
  });
  const asked = gather(lines, ({ line, code }) => `${code} ${line.amountMinor} ${line.currency} ${line.direction}`);
  for (const { line, code } of lines) {
    const theirs = (facts.get(code) ?? []).filter((f) => pool.open.has(f.id) && f.currency === line.currency && f.direction === line.direction && mayPair(pool, line, f));
    const same = theirs.filter((f) => f.amountMinor === line.amountMinor);
    const alone = asked.get(`${code} ${line.amountMinor} ${line.currency} ${line.direction}`)!.length === 1;
    const chosen = same.length > 0 ? same : severalOf(theirs, line.amountMinor);
    if (!alone || chosen.length === 0 || same.length > 1) hint(pool, line, same.length > 0 ? 'several-fit' : 'payer-known');
    else if (chosen.length === 1) pair(pool, line, chosen[0]!, 'payment-code', ['payment-code', 'amount', 'only-one']);
    else group(pool, [line], chosen, 'payment-code', ['payment-code', 'sum', 'only-one']);
  }
}

function severalOf(facts: readonly RestFact[], sum: bigint): RestFact[] {
  const found = subsetOf(facts.map((f) => f.amountMinor), sum);
  return found && found.others === 0 ? found.places.map((place) => facts[place]!) : [];
}

/** Lines without any reference, by amount and time alone: proved, or not at all. */
function matchAmountAndTime(pool: Pool, rules: VersionedRules): void {
  const kind = (one: RestLine | RestFact) => `${one.direction} ${one.currency} ${one.amountMinor}`;
  const taken = new Set([...pool.named.values()].map((n) => n.fact.id).concat([...pool.severally.values()].flat().map((f) => f.id)));
  const facts = gather([...pool.open.values()], kind);
  const silent = unnamed(pool).filter((l) => l.at !== null && !carriesReference(l) && !pool.hints.has(l.id));
  for (const [k, lines] of gather(silent, kind)) {
    const candidates = facts.get(k);
    if (!candidates) continue;
    const [byKey, factOf] = [new Map(lines.map((l) => [l.id.toString(), l])), new Map(candidates.map((f) => [f.id, f]))];
    const found = assign(
      lines.map((l) => ({ key: l.id.toString(), at: l.at! })), candidates.map((f) => ({ key: f.id, at: f.at })), rules.window, pool.forbidden);
    for (const p of found.pairs) {
      // A fact that another line names is a rival all the same: that line may be the one that errs.
      if (taken.has(p.fact)) hint(pool, byKey.get(p.line)!, 'several-fit');
      else pair(pool, byKey.get(p.line)!, factOf.get(p.fact)!, 'amount-time', ['amount', 'time', p.how]);
    }
    for (const line of found.unclear) hint(pool, byKey.get(line)!, 'several-fit');
  }
}

/** A number that is nobody's we know speaks against every guess. */
const carriesReference = (line: RestLine): boolean =>
  line.number !== null || line.origNumber !== null || paymentCodesIn(line.texts).length > 0;

function* hintsOf(pool: Pool): Generator<Hint> {
  for (const line of pool.lines.values()) {
    const named = pool.named.get(line.id);
    // A number that says it as printed needs no hint.
    if (named?.rule === 'exact-key' && !pool.hints.has(line.id)) continue;
    if (named && !pool.hints.has(line.id)) yield { lineId: line.id, number: named.fact.number, kind: 'named' };
    else if (pool.severally.has(line.id)) yield { lineId: line.id, number: null, kind: 'several-fit' };
    else if (pool.hints.has(line.id)) yield pool.hints.get(line.id)!;
  }
}

const hint = (pool: Pool, line: RestLine, kind: Hint['kind']): void => void pool.hints.set(line.id, { lineId: line.id, number: null, kind });
const total = (all: readonly { readonly amountMinor: bigint }[]): bigint => all.reduce((sum, one) => sum + one.amountMinor, 0n);

function gather<T>(all: readonly T[], keyOf: (one: T) => string): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const one of all) {
    const key = keyOf(one);
    const list = found.get(key);
    if (list) list.push(one);
    else found.set(key, [one]);
  }
  return found;
}
