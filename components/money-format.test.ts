import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { CURRENCIES } from '@/lib/kernel/money';
import { currencySign, moneyParts, moneyText } from './money-format';

describe('amounts as they are shown', () => {
  it('are grouped by thousands with the digits of their currency', () => {
    expect(moneyText({ minor: '128000', currency: 'CNY' })).toBe('¥1,280.00');
    expect(moneyText({ minor: '-5', currency: 'CNY' })).toBe('−¥0.05');
    expect(moneyText({ minor: '1234567', currency: 'JPY' })).toBe('JP¥1,234,567');
    expect(moneyText({ minor: '1234567', currency: 'KWD' })).toMatch(/1,234\.567$/);
  });

  it('never lose or gain a digit, whatever the size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.constantFrom(...CURRENCIES), (minor, currency) => {
        const parts = moneyParts({ minor: minor.toString(), currency });
        const digits = parts.digits.replace(/[,.]/g, '').replace(/^0+(?=\d)/, '');
        expect(`${parts.negative ? '-' : ''}${digits}`).toBe(minor.toString());
        expect(parts.plain).toBe((parts.negative ? '-' : '') + parts.digits.replaceAll(',', ''));
      }),
    );
  });

  it('of two currencies never carry the same sign', () => {
    const signs = CURRENCIES.map(currencySign);
    expect(new Set(signs).size).toBe(signs.length);
  });
});
