/** Decisions made to be got wrong: each plants a line that looks like a fact of ours and is not it, or not provably. None may be matched by itself. */
import type { CorpusFact, Maker } from './world.fixtures';
import type { Reason } from '../model';

/** Fresh facts with an amount of their own, which stay open; the line may resemble them as it likes. */
function lone(m: Maker, label: string, second = m.second()): CorpusFact {
  const fact = m.fact({ minor: m.ownAmount(), second });
  m.missing(fact, label);
  return fact;
}
const bare = { merchantNo: null, channelNo: null, memo: null } as const;
/** Another letter, not another digit: serial numbers one digit apart are other orders of the corpus. */
const oneOff = (number: string): string => number.replace('CRPS', 'CRP5');

export const HARD: Readonly<Record<string, (m: Maker, label: string) => void>> = {
  'two candidates': (m, label) => {
    const a = lone(m, label);
    const b = m.fact({ minor: a.minor, at: a.at + 8_000 });
    m.missing(b, label);
    m.line(m.rowOf(a, { ...bare, tradeTime: m.timeText(a.at + 9_000) }), m.asCase('unclear'), label);
  },
  'three lines for two facts': (m, label) => {
    const a = lone(m, label);
    m.missing(m.fact({ minor: a.minor, at: a.at + 30_000 }), label);
    for (const later of [33_000, 40_000, 47_000]) m.line(m.rowOf(a, { ...bare, tradeTime: m.timeText(a.at + later) }), m.asCase('unclear'), label);
  },
  'another order\'s number': (m, label) => m.line(m.rowOf(lone(m, label), { merchantNo: m.number(), channelNo: null }), m.asCase('missing-here'), label),
  'one digit off in the number': (m, label) => {
    const f = lone(m, label);
    m.line(m.rowOf(f, { merchantNo: oneOff(f.number), channelNo: null }), m.asCase('missing-here'), label);
  },
  'one digit off in the memo': (m, label) => {
    const f = lone(m, label);
    m.line(m.rowOf(f, { ...bare, merchantNo: 'QX20', memo: `订单 ${oneOff(f.number)}` }), m.asCase('missing-here'), label);
  },
  'cut-off number': (m, label) => {
    const f = lone(m, label);
    m.line(m.rowOf(f, { channelNo: null, merchantNo: f.number.slice(0, 20) }), m.asCase('missing-here'), label);
  },
  'number of a spreadsheet': (m, label) => m.line(m.rowOf(lone(m, label), { channelNo: null, merchantNo: '2.61118E+27' }), m.asCase('missing-here'), label),
  'rival that another line names': (m, label) => {
    const a = lone(m, label);
    const b = m.fact({ minor: a.minor, at: a.at + 8_000 });
    m.missing(b, label);
    m.corpus.factTruth.delete(a.id);
    m.line(m.rowOf(a, { amountMinor: a.minor + 100n }), m.asCase('amount-differs'), label);
    m.line(m.rowOf(a, { ...bare, tradeTime: m.timeText(a.at + 9_000) }), m.asCase('unclear'), label);
  },
  'another order in the memo': (m, label) => {
    const [f, other] = [lone(m, label), lone(m, label)];
    m.line(m.rowOf(f, { ...bare, memo: `补 ${other.number}` }), m.asCase('amount-differs'), label);
    // The other fact stands in the line's own case.
    m.corpus.factTruth.delete(other.id);
  },
  'two orders that do not add up': (m, label) => {
    const [a, b] = [lone(m, label), lone(m, label)];
    m.line(m.rowOf(a, { ...bare, amountMinor: a.minor + b.minor + 1n, memo: `${a.number} ${b.number}` }), m.asCase('unclear'), label);
  },
  'right amount, too late': (m, label) => {
    const f = lone(m, label);
    m.line(m.rowOf(f, { ...bare, tradeTime: m.timeText(f.at + 1_200_000) }), m.asCase('missing-here'), label);
  },
  'right amount, before it was paid': (m, label) => {
    const f = lone(m, label);
    m.line(m.rowOf(f, { ...bare, tradeTime: m.timeText(f.at - 120_000) }), m.asCase('missing-here'), label);
  },
  'payer with two equal orders': (m, label) => {
    const a = lone(m, label);
    m.missing(m.fact({ minor: a.minor, payer: a.payer, at: a.at + 1_000 }), label);
    m.line(m.rowOf(a, { ...bare, memo: m.codeOf(a.payer) }), m.asCase('unclear'), label);
  },
  'code of another payer': (m, label) => m.line(m.rowOf(lone(m, label), { ...bare, memo: m.codeOf(1_090_000_000 + m.random.below(100_000_000)) }), m.asCase('missing-here'), label),
  'one cent off': (m, label) => {
    const f = lone(m, label);
    m.corpus.factTruth.delete(f.id);
    m.line(m.rowOf(f, { amountMinor: f.minor - 1n }), m.asCase('amount-differs'), label);
  },
  'money out instead of in': (m, label) => {
    const f = lone(m, label);
    m.line(m.rowOf(f, { ...bare, direction: 'debit' }), m.asCase('missing-here'), label);
  },
  'sum of two, without a word': (m, label) => {
    const [a, b] = [lone(m, label), lone(m, label)];
    m.line(m.rowOf(a, { ...bare, amountMinor: a.minor + b.minor }), m.asCase('missing-here'), label);
  },
  'parts that do not add up': (m, label) => {
    const f = lone(m, label);
    m.corpus.factTruth.delete(f.id);
    for (const part of [f.minor / 2n, f.minor - f.minor / 2n + 1n]) m.line(m.rowOf(f, { amountMinor: part }), m.asCase('amount-differs'), label);
  },
  'one refund line for two refunds': (m, label) => {
    const f = m.fact({ minor: m.ownAmount() });
    m.line(m.rowOf(f), m.matched(f), 'plain');
    const [a, b] = [m.refundOf(f, { minor: 1_000n }), m.refundOf(f, { minor: 1_000n })];
    for (const r of [a, b]) m.missing(r, label);
    m.line(m.rowOf(a, { ...bare, origMerchantNo: f.number }), m.asCase('unclear' satisfies Reason), label);
  },
  'taken apart by a person': (m, label) => {
    const f = lone(m, label);
    const line = m.line(m.rowOf(f, bare), m.asCase('missing-here'), label);
    m.corpus.dismissed.push({ line, factId: f.id });
  },
  'reversal of another amount': (m, label) => {
    const number = `Z${m.number()}`;
    const f = { id: '', kind: 'attempt', number, minor: m.ownAmount(), at: m.atOf(m.second()), status: '', tradeNo: number, payer: 0, of: null } as const;
    m.line(m.rowOf(f), m.asCase('missing-here'), label);
    m.line(m.rowOf(f, { direction: 'debit', amountMinor: f.minor - 1n, tradeTime: m.timeText(f.at + 60_000) }), m.asCase('missing-here'), label);
  },
};
