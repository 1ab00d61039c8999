/** Decisions per second and their 99th percentile with 100 channels, against a bare sort of the same arrays in the same run (P3, D1). */
import { DEFAULT_ROUTING } from '@/lib/routing/model';
import { planOf, rankChannels, type ChannelSnapshot } from '@/lib/routing';
import { seededRandom } from '@/lib/kernel/ports';

const CHANNELS = 100;
const ROUNDS = 20_000;

export function run(): Promise<Record<string, unknown>> {
  const random = seededRandom(20261122);
  const channels: ChannelSnapshot[] = Array.from({ length: CHANNELS }, (_, i) => ({
    accountId: `cha_${i}`, channel: `bank-${i}`, method: 'bank', currencies: ['CNY'], minMinor: 1n, maxMinor: 100_000_000n, feeBps: random.below(100),
    breaker: random.chance(0.1) ? 'open' : 'closed', trialTaken: false, maintenanceUntil: random.chance(0.05) ? '2026-11-22T07:00:00Z' : null,
    health: { successRate: 0.9 + random.next() / 10, p95Ms: random.below(3_000), samples: 100 },
  }));
  const request = (i: number) =>
    ({ key: `pay_${i}`, amountMinor: BigInt(100 + i), currency: 'CNY', allowedMethods: ['bank'], method: 'any', tried: [] });
  const decide = measure((i) => planOf(rankChannels(channels, request(i), DEFAULT_ROUTING)).length);
  const bare = measure(() => [...channels].sort((a, b) => b.health.successRate - a.health.successRate).length);
  return Promise.resolve({
    channels: CHANNELS, decisions: ROUNDS, decisionsPerSecond: decide.perSecond, p50Us: decide.p50Us, p99Us: decide.p99Us, p99Ms: decide.p99Us / 1_000,
    baseline: { what: 'sort of the same 100 channels', perSecond: bare.perSecond, p99Us: bare.p99Us }, ratioToBaseline: round(bare.perSecond / decide.perSecond),
  });
}

function measure(work: (i: number) => number): { perSecond: number; p50Us: number; p99Us: number } {
  for (let i = 0; i < 2_000; i++) work(i);
  const times: number[] = [];
  const started = performance.now();
  for (let i = 0; i < ROUNDS; i++) {
    const at = performance.now();
    work(i);
    times.push(performance.now() - at);
  }
  const seconds = (performance.now() - started) / 1_000;
  times.sort((a, b) => a - b);
  return { perSecond: Math.round(ROUNDS / seconds), p50Us: round(times[ROUNDS >> 1]! * 1_000), p99Us: round(times[Math.floor(ROUNDS * 0.99)]! * 1_000) };
}

const round = (x: number): number => Math.round(x * 10) / 10;
