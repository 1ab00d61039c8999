import { describe, expect, it } from 'vitest';
import { instant } from '@/lib/kernel/time';
import { createPace } from './pace';
import { nextAskMs } from './rules/decision';

const now = instant(1_000_000);

describe('the pace of questions', () => {
  it('no channel is asked more often per second than it allows, and none pays for another', () => {
    const pace = createPace(() => 10);
    const waits = Array.from({ length: 40 }, () => pace.turn('wechat', now));
    // A second's worth at once after a silence, then one every tenth of a second.
    expect(waits.filter((w) => w === 0)).toHaveLength(11);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(2_900);
    // Who was put off comes again when there is a turn for them: nobody waits twice as long as the channel needs.
    expect(pace.turn('wechat', instant(now + 3_100))).toBe(0);
    expect(pace.turn('ccb', now)).toBe(0);
  });

  it('a bank that answers slowly is asked again more slowly', () => {
    const pace = createPace();
    for (let i = 0; i < 100; i++) pace.observed('ccb', 3_000);
    for (let i = 0; i < 100; i++) pace.observed('wechat', 40);
    expect(pace.floorMs('ccb')).toBeGreaterThan(2_900);
    expect(pace.floorMs('wechat')).toBeLessThan(200);
  });

  it('asking starts within seconds, an unclear answer is asked about again within a second, and the schedule of the channel takes over', () => {
    const schedule = [3_000, 5_000, 10_000, 60_000];
    const at = (tries: number, unclear = false): number => nextAskMs(schedule, tries, unclear, 0.5, 0);
    expect(at(0)).toBeLessThanOrEqual(1_100);
    expect(at(1, true)).toBeLessThanOrEqual(1_000);
    const steps = Array.from({ length: 12 }, (_, tries) => at(tries));
    expect(steps.slice(0, 5).reduce((sum, ms) => sum + ms, 0)).toBeLessThanOrEqual(12_000);
    expect(steps.at(-1)).toBe(60_000);
    expect(nextAskMs(schedule, 0, false, 0.5, 4_000)).toBe(4_000);
  });
});
