import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, allocate, CURRENCIES, exponentOf, fromWire, money, parseDecimal, scale, subtract, sum, toDecimal, toWire } from './money';

const currency = fc.constantFrom(...CURRENCIES);
const minor = fc.bigInt({ min: -9_000_000_000_000n, max: 9_000_000_000_000n });
const amount = fc.tuple(minor, currency).map(([m, c]) => money(m, c));

describe('money', () => {
  it('never loses or invents a cent when an amount is split', () => {
    fc.assert(fc.property(amount, fc.array(fc.bigInt({ min: 0n, max: 1_000_000n }), { minLength: 1, maxLength: 20 }), (whole, weights) => {
      fc.pre(weights.some((w) => w > 0n));
      const parts = allocate(whole, weights);
      expect(sum(parts, whole.currency)).toEqual(whole);
      parts.forEach((p, i) => { if (weights[i] === 0n) expect(p.minor).toBe(0n); });
    }), { numRuns: 500 });
  });

  it('gives no part more than one minor unit over its exact share', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.array(fc.bigInt({ min: 1n, max: 1_000n }), { minLength: 1, maxLength: 9 }), (m, weights) => {
      const total = weights.reduce((a, b) => a + b, 0n);
      allocate(money(m, 'CNY'), weights).forEach((p, i) => {
        const error = p.minor * total - m * weights[i]!;
        expect(error < total && error > -total).toBe(true);
      });
    }), { numRuns: 300 });
  });

  it('reads back what it prints, in text and on the wire', () => {
    fc.assert(fc.property(amount, (m) => {
      expect(fromWire(toWire(m))).toEqual(m);
      expect(parseDecimal(toDecimal(m), m.currency)).toEqual({ ok: true, value: m });
    }), { numRuns: 500 });
  });

  it('adds and takes away without a trace', () => {
    fc.assert(fc.property(minor, minor, currency, (a, b, c) => {
      expect(subtract(add(money(a, c), money(b, c)), money(b, c))).toEqual(money(a, c));
    }));
  });

  it('rounds half away from zero, the same for credit and debit', () => {
    fc.assert(fc.property(minor, fc.bigInt({ min: -10_000n, max: 10_000n }), fc.bigInt({ min: 1n, max: 10_000n }), (m, n, d) => {
      const up = scale(money(m, 'CNY'), n, d).minor;
      expect(scale(money(-m, 'CNY'), n, d).minor).toBe(-up);
      const error = 2n * (up * d - m * n);
      expect(error <= d && error >= -d).toBe(true);
    }));
  });

  it('refuses what is not an amount and names why', () => {
    for (const text of ['', 'abc', '1.2.3', '1,23', '--1', '1e5', 'NaN', '０x1']) expect(parseDecimal(text, 'CNY')).toMatchObject({ ok: false, error: { code: 'money.malformed' } });
    expect(parseDecimal('1.005', 'CNY')).toMatchObject({ ok: false, error: { code: 'money.too-precise' } });
    expect(parseDecimal('1.5', 'JPY')).toMatchObject({ ok: false, error: { code: 'money.too-precise' } });
    expect(parseDecimal('99999999999999999', 'CNY')).toMatchObject({ ok: false, error: { code: 'money.too-large' } });
    expect(parseDecimal('¥１，２８０．５０', 'CNY')).toEqual({ ok: true, value: money(128_050n, 'CNY') });
    expect(exponentOf('KWD')).toBe(3);
  });
});
