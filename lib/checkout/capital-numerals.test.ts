import { describe, expect, it } from 'vitest';
import { capitalNumerals } from './capital-numerals';

describe('amounts in capital numerals', () => {
  // The examples of 支付结算办法 附件一; 整 after 角 is optional there and always written here, so that nothing can be added.
  it.each([
    [140_950n, '壹仟肆佰零玖元伍角整'],
    [600_714n, '陆仟零柒元壹角肆分'],
    [168_032n, '壹仟陆佰捌拾元叁角贰分'],
    [10_700_053n, '壹拾万零柒仟元伍角叁分'],
    [1_640_902n, '壹万陆仟肆佰零玖元零贰分'],
    [32_504n, '叁佰贰拾伍元零肆分'],
  ])('follow the examples of the regulation: %s', (fen, expected) => {
    expect(capitalNumerals(fen)).toBe(expected);
  });

  it.each([
    [0n, '零元整'],
    [1n, '壹分'],
    [10n, '壹角整'],
    [11n, '壹角壹分'],
    [100n, '壹元整'],
    [101n, '壹元零壹分'],
    [1_000n, '壹拾元整'],
    [1_005n, '壹拾元零伍分'],
    [10_100n, '壹佰零壹元整'],
    [100_000n, '壹仟元整'],
    [100_100n, '壹仟零壹元整'],
    [1_000_000n, '壹万元整'],
    [1_000_100n, '壹万零壹元整'],
    [10_050_000n, '壹拾万零伍佰元整'],
    [128_000n, '壹仟贰佰捌拾元整'],
    [100_000_000n, '壹佰万元整'],
    [10_000_000_000n, '壹亿元整'],
    [10_000_000_100n, '壹亿零壹元整'],
    [10_001_000_000n, '壹亿零壹万元整'],
    [100_000_000_000_000n, '壹万亿元整'],
    [100_010_000_000_000n, '壹万零壹亿元整'],
    [99_999_999_999_999_999n, '玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
  ])('read zeros once and end in 整 where nothing may follow: %s', (fen, expected) => {
    expect(capitalNumerals(fen)).toBe(expected);
  });

  it('refuse what cannot be written', () => {
    expect(() => capitalNumerals(-1n)).toThrow();
    expect(() => capitalNumerals(10n ** 18n)).toThrow();
  });
});
