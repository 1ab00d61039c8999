import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, type Timed } from './assign';
import { cleanKey, daysIn, keysIn, looksOurs, paymentCodesIn } from './keys';
import { BUILT_IN_RULES } from './rule-set';
import { subsetOf } from './subset';
import { makePaymentCode } from '@/lib/payers/payment-code';

const NUMBER = '261122013005ABCDEFGHJKMNPQRS';

describe('numbers', () => {
  it('are found however a counter, a spreadsheet or a line break left them', () => {
    expect([`'${NUMBER}`, ` ${NUMBER.toLowerCase()}\t`, '２６１１２２013005ABCDEFGHJKMNPQRS', '261122013005-ABCDEFGHJKMNPQRS'].map(cleanKey)).toEqual(Array(4).fill(NUMBER));
    for (const text of [`学费${NUMBER}王小明`, `REF:${NUMBER}/X`, `${NUMBER.slice(0, 16)} ${NUMBER.slice(16)}`, `NO${NUMBER}`]) expect(keysIn([text])).toContain(NUMBER);
    expect([looksOurs(NUMBER), looksOurs('4200002632202609110000000001'), looksOurs('6222021234567890123')]).toEqual([true, false, false]);
    expect(daysIn(['2026-11-18 结算款 20261118'])).toEqual(['2026-11-18']);
  });

  it('a payment code is told from every other number by its check digits', () => {
    const code = makePaymentCode(4_711n);
    expect(paymentCodesIn([`缴费 ${code.slice(0, 4)} ${code.slice(4, 8)} ${code.slice(8)}，电话 138001380000`])).toEqual([code]);
  });
});

describe('sums', () => {
  it('a proposal adds up, and the count of the others is what trying every choice says', () => {
    fc.assert(fc.property(fc.array(fc.bigInt({ min: 1n, max: 30n }), { minLength: 2, maxLength: 10 }), fc.bigInt({ min: 2n, max: 90n }), (amounts, sum) => {
      let ways = 0;
      for (let mask = 1; mask < 1 << amounts.length; mask++) if (amounts.reduce((total, a, i) => (mask & (1 << i) ? total + a : total), 0n) === sum) ways++;
      const found = subsetOf(amounts, sum);
      if (found === null) return;
      expect(found.places.reduce((total, place) => total + amounts[place]!, 0n)).toBe(sum);
      expect(found.others).toBe(ways - 1);
    }), { numRuns: 300 });
  });
});

describe('assignment', () => {
  const points = (name: string) => fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { maxLength: 6 }).map((all): Timed[] => all.map((s, i) => ({ key: `${name}${i}`, at: s * 1000 })));
  const { window } = BUILT_IN_RULES;

  it('says the same whatever the order, and gives nobody twice away', () => {
    fc.assert(fc.property(points('l'), points('f'), fc.nat(), (lines, facts, turn) => {
      const show = (a: ReturnType<typeof assign>) => [a.pairs.map((p) => `${p.line} ${p.fact}`).sort(), [...a.unclear].sort()];
      const first = assign(lines, facts, window, new Set());
      const turned = <T>(all: readonly T[]): T[] => [...all.slice(turn % (all.length || 1)), ...all.slice(0, turn % (all.length || 1))].reverse();
      expect(show(assign(turned(lines), turned(facts), window, new Set()))).toEqual(show(first));
      expect(new Set(first.pairs.map((p) => p.fact)).size).toBe(first.pairs.length);
      expect(new Set(first.pairs.map((p) => p.line)).size).toBe(first.pairs.length);
    }));
  });

  it('two that could change places are left to a person; two that could not are paired', () => {
    const at = (key: string, seconds: number): Timed => ({ key, at: seconds * 1000 });
    expect(assign([at('l1', 12), at('l2', 14)], [at('f1', 0), at('f2', 10)], window, new Set())).toEqual({ pairs: [], unclear: ['l1', 'l2'] });
    expect(assign([at('l1', 0), at('l2', 290)], [at('f1', 0), at('f2', 290)], { ...window, nearestSeconds: 0, marginSeconds: 9_999, beforeSeconds: 10, afterSeconds: 100 }, new Set()).pairs).toHaveLength(2);
    expect(assign([at('l1', 0)], [at('f1', 0)], window, new Set(['l1 f1']))).toEqual({ pairs: [], unclear: [] });
  });
});
