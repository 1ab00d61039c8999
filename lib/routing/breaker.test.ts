import { describe, expect, it } from 'vitest';
import { instant, plusMs } from '@/lib/kernel/time';
import { decideBreaker, signalOf, type BreakerSnapshot, type CallSignal } from './breaker';
import { DEFAULT_ROUTING } from './model';

const rules = DEFAULT_ROUTING.breaker;
const at = instant(1_000_000);
const closed: BreakerSnapshot = { state: 'closed', consecutiveTimeouts: 0, retryAt: null };
const call = (signal: CallSignal, probe = false, ms = 0) => ({ signal, operation: probe ? 'probe' : 'create', at: instant(at + ms) });
const none = { good: 0, bad: 0 };

describe('the breaker', () => {
  it('opens at the third timeout in a row and not before', () => {
    let snapshot = closed;
    for (const expected of [null, null, 'trip'] as const) {
      const d = decideBreaker(snapshot, call('timeout'), none, rules);
      expect(d.step?.event ?? null).toBe(expected);
      snapshot = { ...snapshot, consecutiveTimeouts: d.consecutiveTimeouts };
    }
  });

  it('forgets timeouts after an answer, but not after a payer who had no money', () => {
    const two = { ...closed, consecutiveTimeouts: 2 };
    expect(decideBreaker(two, call('good'), none, rules).consecutiveTimeouts).toBe(0);
    expect(decideBreaker(two, call('neutral'), none, rules).consecutiveTimeouts).toBe(2);
  });

  it('opens when half of enough recent calls fail', () => {
    expect(decideBreaker(closed, call('failure'), { good: 9, bad: 10 }, rules).step).toMatchObject({ event: 'trip', cause: 'failure-rate:53' });
    expect(decideBreaker(closed, call('failure'), { good: 3, bad: 9 }, rules).step).toBeNull();
  });

  it('stays open until the pause is over and a sign of life is seen; then lets one payment try', () => {
    const open: BreakerSnapshot = { state: 'open', consecutiveTimeouts: 3, retryAt: instant(at + rules.pauseMs) };
    expect(decideBreaker({ ...open, consecutiveTimeouts: 0 }, call('good', true), none, rules).step).toBeNull();
    expect(decideBreaker(open, call('good', true, rules.pauseMs), none, rules).step).toMatchObject({ event: 'allow-trial' });
  });

  it('counts on when the bank closes orders but takes none; where orders never call it, any answer breaks the row', () => {
    const two = { ...closed, consecutiveTimeouts: 2 };
    const found = { signal: 'good' as const, operation: 'close', at };
    expect(decideBreaker(two, found, none, rules).consecutiveTimeouts).toBe(2);
    expect(decideBreaker(two, { ...found, ordersCallBank: false }, none, rules).consecutiveTimeouts).toBe(0);
  });

  it('believes an order that was taken although the pause is not over', () => {
    const open: BreakerSnapshot = { state: 'open', consecutiveTimeouts: 3, retryAt: instant(at + rules.pauseMs) };
    const taken = { signal: 'good' as const, operation: 'create', at };
    expect(decideBreaker(open, taken, none, rules).step).toMatchObject({ event: 'allow-trial' });
  });

  it('a trial that no payment comes for ends by itself after a pause of good probes', () => {
    const half: BreakerSnapshot = { state: 'half-open', consecutiveTimeouts: 0, retryAt: plusMs(at, rules.pauseMs) };
    expect(decideBreaker(half, call('good', true), none, rules).step).toBeNull();
    expect(decideBreaker(half, call('good', true, rules.pauseMs), none, rules).step).toMatchObject({ event: 'trial-succeeded', cause: 'trial-unused' });
    expect(decideBreaker(half, call('timeout', true, rules.pauseMs), none, rules).step).toMatchObject({ event: 'trip', cause: 'probe-failed' });
  });

  it('closes only when a real payment succeeded, and opens again when the trial fails', () => {
    const half: BreakerSnapshot = { state: 'half-open', consecutiveTimeouts: 0, retryAt: null };
    expect(decideBreaker(half, call('good', true), none, rules).step).toBeNull();
    expect(decideBreaker(half, call('good'), none, rules).step).toMatchObject({ event: 'trial-succeeded' });
    expect(decideBreaker(half, call('timeout'), none, rules).step).toMatchObject({ event: 'trip', cause: 'trial-failed' });
  });

  it('does not blame the channel for what the payer or we did wrong', () => {
    expect(signalOf('declined', 'insufficient-balance')).toBe('neutral');
    expect(signalOf('declined', 'bank-busy')).toBe('failure');
    expect(signalOf('unknown', 'network')).toBe('timeout');
    expect(signalOf('accepted', null)).toBe('good');
  });
});
