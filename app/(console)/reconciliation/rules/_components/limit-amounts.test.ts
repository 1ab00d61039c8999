import { expect, test } from 'vitest';
import { limitMinor, limitText } from './limit-amounts';

test('what a clerk writes in the institution’s currency is kept to the last minor unit, and shown again as it was written', () => {
  for (const [text, currency, minor] of [['10.50', 'CNY', '1050'], ['0.01', 'CNY', '1'], ['0.00', 'CNY', '0'], ['9000000000000.00', 'CNY', '900000000000000'], ['500', 'JPY', '500'], ['1.005', 'KWD', '1005']] as const) {
    expect(limitMinor(text, currency)).toBe(minor);
    expect(limitText(minor, currency)).toBe(text);
  }
  expect(['1,234.5', '１０', ' 7 ', '+3'].map((text) => limitMinor(text, 'CNY'))).toEqual(['123450', '1000', '700', '300']);
});

test('no amount, one finer than the currency and one below nought are refused, never rounded', () => {
  for (const text of ['', 'ten', '10.505', '-1', '1.2.3', '1,23', '10000000000000']) expect(limitMinor(text, 'CNY')).toBeNull();
  expect(limitMinor('500.5', 'JPY')).toBeNull();
});
