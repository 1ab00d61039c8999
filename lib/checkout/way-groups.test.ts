// Every way to pay stands in exactly one group of the method page, the suggested one first, and none that cannot be chosen stands among those that can.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { METHODS } from '@/lib/channels/port';
import { wayGroups } from './way-groups';

const way = fc.record({ channel: fc.uuid(), method: fc.constantFrom(...METHODS), available: fc.boolean(), suggested: fc.boolean() });

it('holds for any list of ways', () => {
  fc.assert(fc.property(fc.array(way, { maxLength: 20 }), (ways) => {
    const { first, wallets, banks, unavailable } = wayGroups(ways);
    const shown = [...(first ? [first] : []), ...wallets, ...banks, ...unavailable];
    expect(new Set(shown)).toEqual(new Set(ways));
    expect(shown).toHaveLength(ways.length);
    expect(unavailable.every((one) => !one.available)).toBe(true);
    expect([...wallets, ...banks].every((one) => one.available)).toBe(true);
    expect(first === null).toBe(ways.every((one) => !one.available));
    if (ways.some((one) => one.available && one.suggested)) expect(first?.suggested).toBe(true);
    expect(banks.every((one) => one.method === 'bank')).toBe(true);
  }));
});

it('wallets stand in one order, whatever the router thinks; banks in the router’s', () => {
  const of = (channel: string, method: (typeof METHODS)[number], suggested = false) => ({ channel, method, available: true, suggested });
  const ways = [of('cmb', 'bank'), of('unionpay', 'unionpay'), of('icbc', 'bank', true), of('alipay', 'alipay'), of('abc', 'bank'), of('wechat', 'wechat'), of('qra', 'unionpay')];
  const { first, wallets, banks } = wayGroups(ways);
  expect(first?.channel).toBe('icbc');
  expect(wallets.map((one) => one.channel)).toEqual(['wechat', 'alipay', 'unionpay', 'qra']);
  expect(banks.map((one) => one.channel)).toEqual(['cmb', 'abc']);
});
