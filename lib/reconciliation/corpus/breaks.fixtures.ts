/** Lines that agree in many ways, and the twelve kinds of break. Each function plants one instance and says what must come of it. */
import type { Maker } from './world.fixtures';

/** Ways in which a line agrees with us although nothing is printed as we print it. */
export const AGREEING: Readonly<Record<string, (m: Maker) => void>> = {
  plain: (m) => { const f = m.fact(); m.line(m.rowOf(f), m.matched(f), 'plain'); },
  refund: (m) => {
    const f = m.fact();
    const r = m.refundOf(f);
    m.line(m.rowOf(f), m.matched(f), 'refund');
    m.line(m.rowOf(r, { origMerchantNo: f.number }), m.matched(r), 'refund');
  },
  'dirty-key': (m) => {
    const f = m.fact();
    const dirty = [`'${f.number}`, ` ${f.number.toLowerCase()} `, `${f.number.slice(0, 12)}-${f.number.slice(12)}`, f.number.replace(/\d/g, (d) => String.fromCharCode(0xff10 + Number(d)))];
    m.line(m.rowOf(f, { merchantNo: dirty[m.random.below(dirty.length)]! }), m.matched(f), 'dirty-key');
  },
  'key-in-memo': (m) => {
    const f = m.fact();
    const memo = [`转账 订单${f.number} 学费`, `REF:${f.number}/TUITION`, `${f.number.slice(0, 14)} ${f.number.slice(14)} 王`][m.random.below(3)]!;
    m.line(m.rowOf(f, { merchantNo: null, channelNo: `B${f.tradeNo}`, memo }), m.matched(f), 'key-in-memo');
  },
  'bank-number': (m) => { const f = m.fact(); m.line(m.rowOf(f, { merchantNo: null }), m.matched(f), 'bank-number'); },
  'payment-code': (m) => {
    const f = m.fact({ minor: m.ownAmount() });
    m.line(m.rowOf(f, { merchantNo: null, channelNo: null, memo: `缴费 ${m.codeOf(f.payer)}` }), m.matched(f), 'payment-code');
  },
  instalments: (m) => {
    const f = m.fact({ minor: 90_000n });
    for (const part of [30_000n, 45_000n, 15_000n]) m.line(m.rowOf(f, { amountMinor: part, feeMinor: (part * 120n + 10_000n) / 20_000n }), m.matched(f), 'instalments');
  },
  'one-for-several': (m) => {
    const [a, b] = [m.fact(), m.fact()];
    m.line(m.rowOf(a, { merchantNo: null, channelNo: null, amountMinor: a.minor + b.minor, memo: `${a.number} ${b.number}` }), m.matched(a, b), 'one-for-several');
  },
  'refund-of-order': (m) => {
    const f = m.fact();
    const r = m.refundOf(f);
    m.line(m.rowOf(f), m.matched(f), 'refund-of-order');
    m.line(m.rowOf(r, { merchantNo: null, origMerchantNo: f.number, channelNo: null }), m.matched(r), 'refund-of-order');
  },
  reversal: (m) => {
    const number = `Z${m.number()}`;
    const f = { id: '', kind: 'attempt', number, minor: m.amount(), at: m.atOf(m.second()), status: '', tradeNo: number, payer: 0, of: null } as const;
    m.line(m.rowOf(f), { kind: 'reversal' }, 'reversal');
    m.line(m.rowOf(f, { direction: 'debit', tradeTime: m.timeText(f.at + 60_000) }), { kind: 'reversal' }, 'reversal');
  },
  'cross-day': (m) => { const f = m.fact({ second: -30 - m.random.below(600) }); m.line(m.rowOf(f), m.matched(f), 'cross-day'); },
};

export const BREAKS: Readonly<Record<string, (m: Maker) => void>> = {
  'amount-differs': (m) => {
    const f = m.fact();
    m.line(m.rowOf(f, { amountMinor: f.minor + 1n + BigInt(m.random.below(5_000)) }), m.asCase('amount-differs'), 'amount-differs');
  },
  'currency-differs': (m) => { const f = m.fact(); m.line(m.rowOf(f, { currency: 'USD' }), m.asCase('amount-differs'), 'currency-differs'); },
  'missing-here': (m) => {
    const f = { id: '', kind: 'attempt', number: m.number(), minor: m.amount(), at: m.atOf(m.second()), status: '', tradeNo: `F${m.number()}`, payer: 0, of: null } as const;
    m.line(m.rowOf(f), m.asCase('missing-here'), 'missing-here');
  },
  'missing-at-bank': (m) => m.missing(m.fact(), 'missing-at-bank'),
  duplicate: (m) => {
    const f = m.fact();
    m.line(m.rowOf(f), m.matched(f), 'duplicate');
    m.line(m.rowOf(f, { tradeTime: m.timeText(f.at + 90_000), channelNo: `D${f.tradeNo}` }), m.asCase('duplicate'), 'duplicate');
  },
  'state-differs': (m) => {
    const f = m.fact();
    const r = m.refundOf(f, { status: 'failed' });
    m.line(m.rowOf(f), m.matched(f), 'state-differs');
    m.line(m.rowOf(r, { origMerchantNo: f.number }), m.asCase('state-differs'), 'state-differs');
  },
  'refund-without-original': (m) => {
    const f = m.fact({ minor: m.ownAmount() });
    m.line(m.rowOf(f), m.matched(f), 'refund-without-original');
    const row = m.rowOf(f, { type: 'refund', direction: 'debit', merchantNo: m.number(), origMerchantNo: m.number(), channelNo: null });
    m.line(row, m.asCase('refund-without-original'), 'refund-without-original');
  },
  reversed: (m) => {
    const f = m.fact();
    m.line(m.rowOf(f), m.matched(f), 'reversed');
    m.line(m.rowOf(f, { direction: 'debit', tradeTime: m.timeText(f.at + 600_000) }), m.asCase('reversed'), 'reversed');
  },
  'fee-differs': (m) => {
    const f = m.fact({ minor: 20_000n + BigInt(m.random.below(90_000)) });
    m.line(m.rowOf(f, { feeMinor: (f.minor * 60n) / 10_000n + 25n }), m.matched(f), 'fee-differs');
  },
  'batch-differs': (m) => {
    const f = { id: '', kind: 'attempt', number: `结算批次${m.number().slice(-8)}`, minor: m.ownAmount(), at: m.atOf(m.second()), status: '', tradeNo: '', payer: 0, of: null } as const;
    m.line(m.rowOf(f, { channelNo: null, memo: '2026-11-18 结算款' }), m.asCase('batch-differs'), 'batch-differs');
  },
  'not-yet': (m) => m.missing(m.fact({ second: 85_000 + m.random.below(1_200) }), 'not-yet', 'not-yet'),
  unclear: (m) => {
    const second = m.second();
    const minor = m.ownAmount();
    const [a, b] = [m.fact({ minor, second }), m.fact({ minor, second: second + 20 })];
    m.line(m.rowOf(a, { merchantNo: null, channelNo: null, tradeTime: m.timeText(a.at + 22_000) }), m.asCase('unclear'), 'unclear');
    m.missing(a, 'unclear');
    m.missing(b, 'unclear');
  },
};

/** A line that lost every reference: nothing but amount and time is left of it. */
export function withoutReference(m: Maker): void {
  const f = m.fact();
  m.line(m.rowOf(f, { merchantNo: null, channelNo: null, memo: null }), m.matched(f), 'no-reference');
}
