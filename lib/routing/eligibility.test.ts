import { describe, expect, it, test } from 'vitest';
import { instant } from '@/lib/kernel/time';
import { refusalOf } from './eligibility';
import { closedUntil } from './limits';
import { DEFAULT_ROUTING, type ChannelRules, type RefusalReason } from './model';
import { planOf, rankChannels } from './rank';
import { heldBack, type RiskHold } from './risk-holds';
import type { ChannelSnapshot, LiveLoad, RouteRequest } from './snapshot';

const well: ChannelSnapshot = {
  accountId: 'cha_a', channel: 'a', method: 'bank', currencies: ['CNY'], minMinor: 1n, maxMinor: 10_000_000n, feeBps: 30, breaker: 'closed', trialTaken: false,
  maintenanceUntil: null, health: { successRate: 0.99, p95Ms: 300, samples: 100 }, refund: { windowDays: 90, partial: false },
};
const wish: RouteRequest = { key: 'pay_1', amountMinor: 100_00n, currency: 'CNY', allowedMethods: ['bank'], method: 'any', tried: [] };
const idle: LiveLoad = { inFlight: 0, stalled: 0 };

interface Case { readonly channel?: Partial<ChannelSnapshot>; readonly request?: Partial<RouteRequest>; readonly rules?: ChannelRules; readonly load?: LiveLoad }
const refused = ({ channel, request, rules, load = idle }: Case) =>
  refusalOf({ ...well, ...channel }, { ...wish, ...request }, { ...DEFAULT_ROUTING, channels: rules ? { a: rules } : {} }, new Map(), load);

const soon = '2026-11-22T07:00:00.000Z';

/** Each fact once so that the channel is left out, and once a hair less so that it is not. */
const FACTS: Partial<Record<RefusalReason, readonly [out: Case, inside: Case]>> = {
  region: [
    { rules: { regions: ['CN-36', 'CN-44'] }, request: { region: 'CN-11' } },
    { rules: { regions: ['CN'] }, request: { region: 'CN-11' } },
  ],
  'payer-not-served': [
    { rules: { payers: { attribute: 'grade', oneOf: ['senior'] } }, request: { payerAttributes: { grade: 'junior' } } },
    { rules: { payers: { attribute: 'grade', oneOf: ['senior'] } }, request: { payerAttributes: { grade: 'senior' } } },
  ],
  busy: [{ rules: { concurrencyMax: 5 }, load: { inFlight: 5, stalled: 0 } }, { rules: { concurrencyMax: 5 }, load: { inFlight: 4, stalled: 0 } }],
  'outside-hours': [{ channel: { closedUntil: soon } }, { channel: { closedUntil: null } }],
  maintenance: [{ channel: { maintenanceUntil: soon } }, {}],
  'refund-needs': [{ request: { refundNeeds: { windowDays: 91, partial: false } } }, { request: { refundNeeds: { windowDays: 90, partial: false } } }],
  'risk-hold': [{ request: { riskHeld: ['b', 'a'] } }, { request: { riskHeld: ['b'] } }],
  'day-limit': [{ channel: { leftMinor: { day: 99_99n, month: null } } }, { channel: { leftMinor: { day: 100_00n, month: null } } }],
  'month-limit': [{ channel: { leftMinor: { day: null, month: 99_99n } } }, { channel: { leftMinor: { day: null, month: 100_00n } } }],
  'not-answering': [{ load: { inFlight: 3, stalled: 1 } }, { load: { inFlight: 5, stalled: 1 } }],
};

describe('a channel is left out by each fact, with its reason, and only by that much', () => {
  it.each(Object.entries(FACTS))('%s', (reason, [out, inside]) => {
    expect(refused(out)).toMatchObject({ reason });
    expect(refused(inside)).toBeNull();
  });

  it('says until when, where that is known', () => {
    expect(refused(FACTS.maintenance![0])).toEqual({ reason: 'maintenance', until: soon });
    expect(refused(FACTS['outside-hours']![0])).toEqual({ reason: 'outside-hours', until: soon });
  });

  it('needs refunds in parts where the item does', () => {
    expect(refused({ request: { refundNeeds: { windowDays: 1, partial: true } } })).toMatchObject({ reason: 'refund-needs' });
    expect(refused({ channel: { refund: { windowDays: 90, partial: true } }, request: { refundNeeds: { windowDays: 1, partial: true } } })).toBeNull();
  });

  it('asks a channel whose last order was not answered only when nobody else is left', () => {
    const two = [{ ...well, unsure: true }, { ...well, channel: 'b', accountId: 'cha_b' }];
    expect(planOf(rankChannels(two, wish, DEFAULT_ROUTING))).toEqual(['b']);
    expect(planOf(rankChannels(two.slice(0, 1), wish, DEFAULT_ROUTING))).toEqual(['a']);
  });

  it('never asks a channel that risk holds a payment from, not even as the last one', () => {
    expect(planOf(rankChannels([well], { ...wish, riskHeld: 'all' }, DEFAULT_ROUTING))).toEqual([]);
  });
});

test('daily hours run over midnight and tell when they begin again', () => {
  const at = (time: string) => instant(Date.parse(`2026-11-22T${time}:00+08:00`));
  expect(closedUntil({ from: '22:00', to: '02:00' }, at('23:30'))).toBeNull();
  expect(closedUntil({ from: '22:00', to: '02:00' }, at('01:59'))).toBeNull();
  expect(closedUntil({ from: '22:00', to: '02:00' }, at('02:00'))).toBe('2026-11-22T14:00:00.000Z');
  expect(closedUntil({ from: '08:00', to: '20:00' }, at('20:00'))).toBe('2026-11-23T00:00:00.000Z');
});

test('a hold concerns its payer, its bill, or amounts from its height on; the widest of several counts', () => {
  const hold = (over: Partial<RiskHold>): RiskHold => ({ subject: 'payer', subject_id: null, from_minor: null, channels: ['ccb'], ...over });
  const about = { payerIds: ['pyr_1'], billIds: ['bil_1', 'bil_2'], amountMinor: 500n };
  expect(heldBack([hold({ subject_id: 'pyr_2' }), hold({ subject: 'bill', subject_id: 'bil_3' }), hold({ subject: 'amount', from_minor: 501n })], about)).toBeUndefined();
  expect(heldBack([hold({ subject_id: 'pyr_1' }), hold({ subject: 'bill', subject_id: 'bil_2', channels: ['boc', 'ccb'] })], about)).toEqual(['ccb', 'boc']);
  expect(heldBack([hold({ subject: 'amount', from_minor: 500n, channels: [] }), hold({ subject_id: 'pyr_1' })], about)).toBe('all');
});
