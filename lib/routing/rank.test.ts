import { describe, expect, it } from 'vitest';
import { DEFAULT_ROUTING, type RoutingDocument } from './model';
import { planOf, rankChannels } from './rank';
import type { ChannelSnapshot, RouteRequest } from './snapshot';

const channel = (name: string, over: Partial<ChannelSnapshot> = {}): ChannelSnapshot => ({
  accountId: `cha_${name}`, channel: name, method: 'bank', currencies: ['CNY'], minMinor: 1n, maxMinor: 10_000_000n, feeBps: 30, breaker: 'closed',
  trialTaken: false, maintenanceUntil: null, health: { successRate: 0.99, p95Ms: 300, samples: 100 }, ...over,
});
const request = (over: Partial<RouteRequest> = {}): RouteRequest =>
  ({ key: 'pay_1', amountMinor: 100_00n, currency: 'CNY', allowedMethods: ['bank'], method: 'bank', tried: [], ...over });
const three = [channel('a'), channel('b'), channel('c')];

describe('rankChannels', () => {
  it('keeps every eligible channel in the plan, so that two backups stand by', () => {
    expect(planOf(rankChannels(three, request(), DEFAULT_ROUTING)).sort()).toEqual(['a', 'b', 'c']);
  });

  it('gives the same payment the same order every time, and different payments different ones', () => {
    const plans = Array.from({ length: 60 }, (_, i) => planOf(rankChannels(three, request({ key: `pay_${i}` }), DEFAULT_ROUTING)).join());
    expect(planOf(rankChannels(three, request({ key: 'pay_7' }), DEFAULT_ROUTING)).join()).toBe(plans[7]);
    expect(new Set(plans).size).toBeGreaterThan(3);
  });

  it('sends payments in proportion to the announced share', () => {
    const weights: RoutingDocument = { ...DEFAULT_ROUTING, weights: { a: 80, b: 15, c: 5 } };
    const hits = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const first = planOf(rankChannels(three, request({ key: `pay_${i}` }), weights))[0]!;
      hits.set(first, (hits.get(first) ?? 0) + 1);
    }
    for (const c of rankChannels(three, request(), weights)) expect(Math.abs((hits.get(c.channel) ?? 0) / 20_000 - c.share)).toBeLessThan(0.015);
  });

  it('lets health outweigh wishes: a channel that fails half the time gets next to nothing', () => {
    const sick = [channel('a', { health: { successRate: 0.5, p95Ms: 300, samples: 50 } }), channel('b'), channel('c')];
    expect(rankChannels(sick, request(), { ...DEFAULT_ROUTING, weights: { a: 100, b: 10, c: 10 } })[0]!.share).toBeLessThan(0.01);
  });

  it.each([
    ['method-not-allowed', { method: 'wechat' }, {}],
    ['currency', { currencies: ['USD'] as const }, {}],
    ['below-minimum', { minMinor: 200_00n }, {}],
    ['above-maximum', { maxMinor: 50n }, {}],
    ['maintenance', { maintenanceUntil: '2026-11-22T07:00:00Z' }, {}],
    ['breaker-open', { breaker: 'open' as const }, {}],
    ['trial-in-progress', { breaker: 'half-open' as const, trialTaken: true }, {}],
    ['tried-already', {}, { tried: ['a'] }],
  ] as const)('leaves a channel out and says why: %s', (reason, snapshot, wanted) => {
    const [a] = rankChannels([channel('a', snapshot as Partial<ChannelSnapshot>), channel('b')], request(wanted as Partial<RouteRequest>), DEFAULT_ROUTING);
    expect(a).toMatchObject({ eligible: false, reason, share: 0, rank: null });
  });

  it('serves a bank-card payment by the card network too, never the other way round', () => {
    const mixed = [channel('ccb'), channel('unionpay', { method: 'unionpay' })];
    expect(planOf(rankChannels(mixed, request({ allowedMethods: ['bank', 'unionpay'] }), DEFAULT_ROUTING)).sort()).toEqual(['ccb', 'unionpay']);
    expect(planOf(rankChannels(mixed, request({ allowedMethods: ['bank', 'unionpay'], method: 'unionpay' }), DEFAULT_ROUTING))).toEqual(['unionpay']);
  });
});
