import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instant } from '@/lib/kernel/time';
import { CHART, describeAccount } from './chart';
import { entryOf, isBalanced, POSTING_RULES, reversalOf, type MoneyEvent } from './postings';

const kinds = Object.keys(POSTING_RULES) as MoneyEvent['kind'][];
const event = fc
  .record({
    kind: fc.constantFrom(...kinds),
    parts: fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), { minLength: 1, maxLength: 8 }),
    feePercent: fc.integer({ min: 0, max: 100 }),
  })
  .map(({ kind, parts, feePercent }): MoneyEvent => {
    const amountMinor = parts.reduce((a, b) => a + b, 0n);
    return {
      key: 'k',
      kind,
      at: instant(0),
      subjectKind: 'test',
      subjectId: 't',
      currency: 'CNY',
      amountMinor,
      channel: 'wechat',
      ...(kind === 'statement-settled' && { feeMinor: (amountMinor * BigInt(feePercent)) / 100n }),
      lines: parts.map((minor, i) => ({ account: `6001.i${i}`, amountMinor: minor })),
    };
  });

describe('posting rules', () => {
  it('every event gives a balanced entry, and its reversal undoes it', () => {
    fc.assert(
      fc.property(event, (e) => {
        const entry = entryOf(e);
        const back = reversalOf(entry, instant(1), 'wrong');
        expect(isBalanced(entry)).toBe(true);
        expect(isBalanced(back)).toBe(true);
        entry.lines.forEach((line, i) => {
          expect(line.amountMinor + back.lines[i]!.amountMinor).toBe(0n);
        });
      }),
      { seed: 20261122, numRuns: 500 },
    );
  });

  it('lines that do not add up to the amount are a bug, not an entry', () => {
    expect(() =>
      entryOf({
        key: 'k',
        kind: 'bill-issued',
        at: instant(0),
        subjectKind: 'bill',
        subjectId: 'b',
        currency: 'CNY',
        amountMinor: 100n,
        lines: [{ account: '6001', amountMinor: 99n }],
      }),
    ).toThrow('does not balance');
  });

  it("accounts have names in both languages, also a channel's branch and a code only a fee plan knows", () => {
    for (const a of Object.values(CHART)) expect(a.zh && a.en).toBeTruthy();
    expect(describeAccount('1012.wechat')).toEqual({
      zh: '其他货币资金—渠道清算—微信支付',
      en: 'Channel clearing: WeChat Pay',
      kind: 'asset',
    });
    expect(describeAccount('6001.bus', { zh: '校车费', en: 'Bus' })).toEqual({
      zh: '主营业务收入—校车费',
      en: 'Income: Bus',
      kind: 'income',
    });
    expect(describeAccount('9999', { zh: '别的', en: 'Other' })).toEqual({ zh: '别的', en: 'Other', kind: 'income' });
  });
});
