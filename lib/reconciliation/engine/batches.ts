/** Settlement batches: one line for a whole day of the channel, net of fees. Only where the line says that it is one, and only if it adds up. Pure. */
import { daysIn, declaresBatch } from './keys';
import type { Evidence, RestFact, RestLine } from './facts';
import { group, mayPair, unnamed, type Pool } from './pool';
import type { VersionedRules } from './rule-set';

export function matchBatches(pool: Pool, rules: VersionedRules, channel: string): void {
  const declared = unnamed(pool).flatMap((line) => {
    const texts = [line.number, ...line.texts].filter((t): t is string => t !== null);
    if (!declaresBatch(texts)) return [];
    const days = daysIn(texts);
    const day = days.length === 1 ? days[0]! : days.length === 0 ? line.day : null;
    return day === null ? [] : [{ line, day }];
  });
  for (const { line, day } of declared) {
    const taken = new Set([...pool.named].filter(([id]) => pool.lines.has(id)).map(([, named]) => named.fact.id));
    const facts = [...pool.open.values()].filter((f) => f.day === day && f.currency === line.currency && !taken.has(f.id) && mayPair(pool, line, f));
    const evidence = declared.filter((d) => d.day === day).length > 1 ? null : evidenceOf(line, facts, rules, channel);
    if (evidence && facts.length > 1) group(pool, [line], facts, 'settlement-batch', evidence);
    else pool.hints.set(line.id, { lineId: line.id, number: null, kind: 'batch' });
  }
}

const signed = (one: { readonly direction: string; readonly amountMinor: bigint }): bigint => (one.direction === 'credit' ? one.amountMinor : -one.amountMinor);

/** Gross, or net of a fee that the line states, or net of exactly what the contract keeps of each payment. Null: it does not add up. */
function evidenceOf(line: RestLine, facts: readonly RestFact[], rules: VersionedRules, channel: string): readonly Evidence[] | null {
  const gross = facts.reduce((sum, f) => sum + signed(f), 0n);
  const arrived = signed(line);
  if (gross === arrived) return line.feeMinor ? ['sum', 'fee-declared'] : ['sum'];
  if (line.feeMinor !== null && gross - line.feeMinor === arrived) return ['sum', 'fee-declared'];
  const bps = rules.fees.bps[channel];
  return bps !== undefined && gross - contractFee(facts, bps) === arrived ? ['sum', 'fee-by-contract'] : null;
}

/** Half a cent up, payment by payment, as the contract counts; refunds give theirs back. */
export const contractFee = (facts: readonly { readonly direction: string; readonly amountMinor: bigint }[], bps: number): bigint =>
  facts.reduce((sum, f) => sum + (signed(f) < 0n ? -feeOf(f.amountMinor, bps) : feeOf(f.amountMinor, bps)), 0n);
export const feeOf = (minor: bigint, bps: number): bigint => (minor * BigInt(bps) * 2n + 10_000n) / 20_000n;
