/** A day of a channel that is made up, and the truth about it: facts of ours, lines of the bank, and what must come of each. */
import { makePaymentCode } from '@/lib/payers/payment-code';
import type { Currency } from '@/lib/kernel/money';
import { seededRandom } from '@/lib/kernel/ports';
import { instantOf, type BusinessDate } from '@/lib/kernel/time';
import type { StatementRow } from '@/lib/statements';
import type { Reason } from '../model';

export const CORPUS_DAY = '2026-11-18' as BusinessDate;
const ZONE = 'Asia/Shanghai';

export interface CorpusFact {
  readonly id: string;
  readonly kind: 'attempt' | 'refund';
  readonly number: string;
  readonly minor: bigint;
  /** Milliseconds. */
  readonly at: number;
  readonly status: string;
  readonly tradeNo: string;
  readonly payer: number;
  /** Of a refund: the attempt it gives back. */
  readonly of: string | null;
}

/** What must become of a line or a fact. `facts`: all of them and nothing else. */
export type Truth =
  | { readonly kind: 'matched'; readonly facts: readonly string[] }
  | { readonly kind: 'reversal' }
  | { readonly kind: 'case'; readonly reason: Reason };

export interface CorpusLine {
  readonly row: StatementRow;
  readonly truth: Truth;
  /** The kind of decision: `plain`, a kind of break, `no-reference`, or a hard one (`hard:…`). */
  readonly label: string;
}

export interface Corpus {
  readonly facts: CorpusFact[];
  readonly lines: CorpusLine[];
  /** Facts that must end in a case of their own. */
  readonly factTruth: Map<string, { readonly reason: Reason; readonly label: string }>;
  /** Line and fact that a person took apart before. */
  readonly dismissed: { readonly line: CorpusLine; readonly factId: string }[];
}

export type Maker = ReturnType<typeof corpusMaker>;

/** Amounts of a fee table, as most payers owe the same: many facts of a day are equal to others in amount. */
const DENOMINATIONS = [80_000n, 33_000n, 15_000n, 26_000n, 128_000n, 9_900n, 45_000n, 60_000n, 120_000n, 22_500n];

export function corpusMaker(seed: number, day: BusinessDate = CORPUS_DAY) {
  const random = seededRandom(seed);
  const corpus: Corpus = { facts: [], lines: [], factTruth: new Map(), dismissed: [] };
  let n = 0;
  const seconds = (from = 8 * 3600, to = 21 * 3600) => from + random.below(to - from);
  /** Sixteen digits; corpora of different seeds share none, as numbers at a channel are unique everywhere. */
  const serial = () => String(seed % 10_000).padStart(4, '0') + String(++n).padStart(12, '0');
  const tail = (id: string) => id.slice(0, 4) + id.slice(8);
  const clock = (second: number) => `${String(Math.floor(second / 3600)).padStart(2, '0')}:${String(Math.floor(second / 60) % 60).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`;
  const atOf = (second: number): number => instantOf(day, clock(((second % 86_400) + 86_400) % 86_400), ZONE) + Math.floor(second / 86_400) * 86_400_000;
  const timeText = (at: number) => new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  let unique = 5_000_003n;

  const make = {
    random, corpus,
    /** An amount that nothing else in the corpus has. */
    ownAmount: (): bigint => (unique += 1_009n),
    amount: (): bigint => (random.chance(0.6) ? DENOMINATIONS[random.below(DENOMINATIONS.length)]! : BigInt(500 + random.below(300_000))),
    second: seconds,
    fact: (change: Partial<CorpusFact> & { readonly second?: number } = {}): CorpusFact => {
      const { second, ...rest } = change;
      const id = serial();
      const fact: CorpusFact = {
        id: `${change.kind === 'refund' ? 'rfd' : 'att'}_${id.padStart(26, '0')}`, kind: 'attempt', number: `${change.kind === 'refund' ? '2611180102' : '2611180101'}03CRPS${tail(id)}`,
        minor: make.amount(), at: atOf(second ?? seconds()), status: 'succeeded', tradeNo: `T9${id}`, payer: (seed % 10_000) * 100_000 + n, of: null, ...rest,
      };
      corpus.facts.push(fact);
      return fact;
    },
    refundOf: (fact: CorpusFact, change: Partial<CorpusFact> = {}): CorpusFact =>
      make.fact({ kind: 'refund', of: fact.id, minor: fact.minor, at: fact.at + 3_600_000, ...change }),
    number: (): string => `261118010104CRPS${tail(serial())}`,
    codeOf: (payer: number): string => makePaymentCode(BigInt(payer)),
    /** The bank's line of a fact; a few seconds later, as banks are. */
    rowOf: (fact: CorpusFact, change: Partial<StatementRow> = {}): StatementRow => {
      const tradeTime = timeText(fact.at + random.below(4) * 1000);
      return {
        lineNo: 0, type: fact.kind === 'refund' ? 'refund' : 'payment', direction: fact.kind === 'refund' ? 'debit' : 'credit', amountMinor: fact.minor,
        currency: 'CNY' as Currency, feeMinor: (fact.minor * 60n * 2n + 10_000n) / 20_000n, netMinor: null, merchantNo: fact.number, origMerchantNo: null,
        channelNo: fact.tradeNo, status: 'SUCCESS', tradeTime, settleDate: day, counterparty: null, memo: '学费', balanceMinor: null, ...change,
      };
    },
    timeText, atOf,
    line: (row: StatementRow, truth: Truth, label: string): CorpusLine => {
      const line = { row: { ...row, lineNo: corpus.lines.length + 1 }, truth, label };
      corpus.lines.push(line);
      return line;
    },
    missing: (fact: CorpusFact, label: string, reason: Reason = 'missing-at-bank'): void => void corpus.factTruth.set(fact.id, { reason, label }),
    matched: (...facts: readonly CorpusFact[]): Truth => ({ kind: 'matched', facts: facts.map((f) => f.id) }),
    asCase: (reason: Reason): Truth => ({ kind: 'case', reason }),
  };
  return make;
}
