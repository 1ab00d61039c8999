// A payment code finds every single wrong digit and every swap of neighbours; a name is masked but recognisable.
import { expect, it } from 'vitest';
import { isPaymentCode, makePaymentCode } from './payment-code';
import { maskName } from './person';

it('gives different codes that check', () => {
  const codes = Array.from({ length: 500 }, (_, i) => makePaymentCode(BigInt(i + 1)));
  expect(new Set(codes).size).toBe(500);
  expect(codes.every(isPaymentCode)).toBe(true);
  expect(isPaymentCode(`${codes[0]!.slice(0, 4)} ${codes[0]!.slice(4, 8)}-${codes[0]!.slice(8)}`)).toBe(true);
});

it('refuses every code with one digit wrong or two neighbours swapped', () => {
  for (let serial = 1n; serial < 3_000n; serial += 71n) {
    const code = makePaymentCode(serial);
    for (let i = 0; i < code.length; i++) {
      for (let digit = 0; digit < 10; digit++) {
        const wrong = `${code.slice(0, i)}${digit}${code.slice(i + 1)}`;
        if (wrong !== code) expect(isPaymentCode(wrong)).toBe(false);
      }
      const swapped = `${code.slice(0, i)}${code[i + 1] ?? ''}${code[i]}${code.slice(i + 2)}`;
      if (swapped !== code && swapped.length === 12) expect(isPaymentCode(swapped)).toBe(false);
    }
  }
});

it('masks names of any script', () => {
  expect(['李明', '李小明', '欧阳小明', 'Anna Berg', '李', '八方印务有限公司'].map(maskName)).toEqual(['李*', '李*明', '欧**明', 'A*** B***', '*', '八******司']);
});
