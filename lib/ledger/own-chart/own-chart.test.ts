// Guarantee: whatever a chart says, a voucher told in it balances, carries every line over, and is undone to nothing by its reversal.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '@/lib/kernel/time';
import { entryOf, POSTING_RULES, reversalOf, type EntryDraft, type MoneyEvent } from '../postings';
import { chartContent, chartTrouble, EVENT_KINDS, inOwnChart, taxWithin, type BookLine, type ChartContent } from './content';
import { CHART_TEMPLATES, chartFrom } from './templates';

const linesOf = (entry: EntryDraft): BookLine[] => entry.lines.map((l) => ({ code: l.account, minor: l.amountMinor, currency: l.currency, zh: '', en: '' }));
const eventOf = (kind: MoneyEvent['kind'], amountMinor: bigint, items: readonly string[], channel = 'wechat'): MoneyEvent => ({
  key: 'k', kind, at: instant(0), subjectKind: 's', subjectId: 's', currency: 'CNY', amountMinor, channel, feeMinor: kind === 'statement-settled' ? amountMinor / 166n : 0n,
  lines: items.map((item, at) => ({ account: item, amountMinor: at === 0 ? amountMinor - BigInt(items.length - 1) : 1n })),
});
const sum = (lines: readonly { minor: bigint }[]) => lines.reduce((all, l) => all + l.minor, 0n);

const anyEvent = fc.record({
  kind: fc.constantFrom(...EVENT_KINDS), amount: fc.bigInt({ min: 1_000n, max: 10n ** 12n }), channel: fc.constantFrom('wechat', 'ccb', 'alipay'),
  items: fc.uniqueArray(fc.constantFrom('6001', '6001.meal', '6001.tuition', '6051', '2203'), { minLength: 1, maxLength: 4 }),
}).map(({ kind, amount, channel, items }) => entryOf(eventOf(kind, amount, items, channel)));
const anyCode = fc.constantFrom('1001', '1002', '2001', '4101', '8001', '6101');
const anyChart: fc.Arbitrary<ChartContent> = fc.record({
  template: fc.constant(''), accounts: fc.constant(['1001', '1002', '2001', '4101', '8001', '6101'].map((code) => ({ code, zh: code, en: code, kind: 'asset' as const }))),
  mappings: fc.uniqueArray(fc.record({ slot: fc.constantFrom('1122', '1012', '1012.ccb', '6001', '6001.meal', 'payment-succeeded/1122', '2241.suspense', '1002'), account: anyCode }), { selector: (m) => m.slot, maxLength: 8 }),
  pairs: fc.array(fc.record({
    events: fc.uniqueArray(fc.constantFrom(...EVENT_KINDS), { minLength: 1, maxLength: 4 }), on: fc.constantFrom('1012', '6001', '1122', '1002.wechat', '6603'), side: fc.constantFrom('debit' as const, 'credit' as const),
    debit: anyCode, credit: anyCode, taxBps: fc.constantFrom(null, 300, 600, 900, 1_300),
  }), { maxLength: 5 }),
});

describe('any chart', () => {
  it('keeps every voucher balanced, and no line is lost', () => {
    fc.assert(fc.property(anyChart, anyEvent, (chart, entry) => {
      const lines = linesOf(entry);
      const own = inOwnChart(chart, entry.kind, lines);
      expect(sum(own)).toBe(0n);
      expect(own.slice(0, lines.length).map((l) => l.minor)).toEqual(lines.map((l) => l.minor));
    }), { numRuns: 300 });
  });

  it('tells a reversal as the opposite, where its pairs hold for every event', () => {
    fc.assert(fc.property(anyChart, anyEvent, (chart, entry) => {
      const all = { ...chart, mappings: chart.mappings.filter((m) => !m.slot.includes('/')), pairs: chart.pairs.map((p) => ({ ...p, events: [...EVENT_KINDS] })) };
      const totals = new Map<string, bigint>();
      const undone = reversalOf(entry, instant(1), '');
      for (const l of [...inOwnChart(all, entry.kind, linesOf(entry)), ...inOwnChart(all, 'reversal', linesOf(undone))]) totals.set(l.code, (totals.get(l.code) ?? 0n) + l.minor);
      expect([...totals.values()].every((v) => v === 0n)).toBe(true);
    }), { numRuns: 200 });
  });

  it('finds the nearest word: of this event, of the branch, of its parent, else the books’ own', () => {
    const chart: ChartContent = {
      template: '', accounts: ['a1', 'a2', 'a3'].map((code) => ({ code, zh: code, en: code, kind: 'income' })), pairs: [],
      mappings: [{ slot: '6001', account: 'a1' }, { slot: '6001.meal', account: 'a2' }, { slot: 'bill-issued/6001.meal', account: 'a3' }],
    };
    const told = (event: string, code: string) => inOwnChart(chart, event, [{ code, minor: 1n, currency: 'CNY', zh: 'x', en: 'x' }])[0];
    expect([told('bill-issued', '6001.meal')?.code, told('bill-cancelled', '6001.meal')?.code, told('bill-issued', '6001.tuition.a')?.code, told('bill-issued', '1122')?.code]).toEqual(['a3', 'a2', 'a1', '1122']);
    expect([told('bill-issued', '6001')?.mapped, told('bill-issued', '1122')?.mapped]).toEqual([true, false]);
  });
});

describe('every template', () => {
  it.each(CHART_TEMPLATES)('%s is sound, names an account for everything the books use, and balances every event', (template) => {
    const chart = chartFrom(template);
    expect(chartContent.safeParse(chart).success).toBe(true);
    expect(chartTrouble(chart)).toBeNull();
    for (const kind of Object.keys(POSTING_RULES) as MoneyEvent['kind'][]) {
      const own = inOwnChart(chart, kind, linesOf(entryOf(eventOf(kind, 123_45n, ['6001.meal', '6001']))));
      expect([kind, sum(own), own.filter((l) => !l.mapped).map((l) => l.code)]).toEqual([kind, 0n, []]);
    }
  });

  it('tells a payment of a public school on both sides, and a refund of it back', () => {
    const told = (kind: MoneyEvent['kind']) => inOwnChart(chartFrom('public-school'), kind, linesOf(entryOf(eventOf(kind, 100_00n, ['6001'])))).map((l) => [l.code, l.minor]);
    expect(told('payment-succeeded')).toEqual([['1021', 100_00n], ['1212', -100_00n], ['8001', 100_00n], ['6101', -100_00n]]);
    expect(told('refund-succeeded')).toEqual([['2307.02', 100_00n], ['1021', -100_00n], ['6101', 100_00n], ['8001', -100_00n]]);
    expect(told('refund-returned')).toEqual([['1021', 100_00n], ['2307.02', -100_00n], ['6101', -100_00n], ['8001', 100_00n]]);
  });

  it('takes the tax out of a price: 106.00 at 6 % holds 6.00, to the nearest cent', () => {
    expect([taxWithin(106_00n, 600), taxWithin(-106_00n, 600), taxWithin(1n, 600), taxWithin(9n, 600), taxWithin(100_00n, 600)]).toEqual([6_00n, -6_00n, 0n, 1n, 5_66n]);
  });
});

it('a draft that names an account twice or one that is not there is not let through', () => {
  const chart = chartFrom('company');
  expect(chartTrouble({ ...chart, accounts: [...chart.accounts, chart.accounts[0]!] })).toMatchObject({ code: 'ledger.chart-account-twice' });
  expect(chartTrouble({ ...chart, mappings: [...chart.mappings, { slot: '6001.bus', account: '9999' }] })).toEqual({ code: 'ledger.chart-account-unknown', account: '9999' });
});
