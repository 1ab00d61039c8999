import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { newId, seededRandom } from '@/lib/kernel/ports';
import type { InstitutionId } from '@/lib/kernel/ids';
import { instant, plusMs, toDate, type Instant } from '@/lib/kernel/time';
import { withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { layRouting } from '@/lib/testing/past';
import { claimTrial } from './decide-route';
import { readHealth } from './health';
import { healthOfCalls, type WindowCall } from './health-window';
import { reserveLimit, reserveWay } from './limits';
import { DEFAULT_ROUTING, type RoutingDocument } from './model';
import { observeCall } from './observe-call';

const start = instant(Date.UTC(2026, 10, 22, 2, 0, 0));
let made = 0;
/** Routing asks for no institution row; its tables carry the id only. */
const scope = () => ({ institutionId: newId('institution', { clock: { now: () => start }, random: seededRandom(900 + ++made) }) });

const configured = (institutionId: InstitutionId, channels: RoutingDocument['channels']) => layRouting(testDatabase().adminUrl, {
  id: `rtc_${institutionId}`, institutionId, version: 1, state: 'active', document: { ...DEFAULT_ROUTING, channels }, at: toDate(start),
});

/** `RESERVATIONS=10000` for the long run; four processes share them. */
const RESERVATIONS = Number(process.env.RESERVATIONS ?? '400');
const PROCESSES = 4;

test('four processes never take more than the limit, and count time-outs in one breaker', async () => {
  const { institutionId } = scope();
  const room = Math.floor(RESERVATIONS / 2);
  await configured(institutionId, { wechat: { dayLimitMinor: String(room * 100 + 50), monthLimitMinor: '99999999' } });
  const run = promisify(execFile);
  const args = ['--import', 'tsx', 'lib/routing/reserve-in-child.fixtures.ts', institutionId];
  const children = await Promise.all(Array.from({ length: PROCESSES }, (_, i) => run(process.execPath, [...args, `c${i}`, String(RESERVATIONS / PROCESSES)])));
  const said = children.map(({ stdout }) => JSON.parse(stdout) as { taken: number; timeouts: number });
  expect(said.reduce((sum, s) => sum + s.taken, 0)).toBe(room);
  const [usage, breaker] = await withTx({ institutionId }, async (tx) => [await tx.channel_usage.findMany(), await tx.breaker_state.findFirstOrThrow()]);
  expect(usage.map((u) => u.used_minor)).toEqual([BigInt(room * 100), BigInt(room * 100)]);
  // Each process saw one time-out; the third opened the breaker for all.
  expect(breaker).toMatchObject({ state: 'open', consecutive_timeouts: PROCESSES });
  expect(await withTx({ institutionId }, (tx) => tx.breaker_event.count())).toBe(1);
}, 600_000);

test('a part is taken once per payment, given back once, and the next channel is taken where one is full', async () => {
  const me = scope();
  const rules = { dayLimitMinor: '1000' };
  await configured(me.institutionId, { wechat: rules });
  const wish = (key: string) => ({ key, channel: 'wechat', amountMinor: 600n });
  const used = () => withTx(me, async (tx) => (await tx.channel_usage.findMany()).map((u) => u.used_minor));
  const reserve = (key: string) => withTx(me, (tx) => reserveLimit(tx, start, wish(key), rules));
  expect([await reserve('a'), await reserve('a'), await reserve('b')]).toEqual(['reserved', 'reserved', 'day-limit']);
  const plan = ['wechat', 'alipay'];
  expect(await reserveWay(me, { now: () => start }, { key: 'b', amountMinor: 600n }, plan)).toEqual({ channel: 'alipay' });
  expect(await reserveWay(me, { now: () => start }, { key: 'c', amountMinor: 300n }, plan)).toEqual({ channel: 'wechat' });
  expect(await reserveWay(me, { now: () => start }, { key: 'd', amountMinor: 600n }, ['wechat'])).toEqual({ channel: null, full: 'day-limit' });
  const release = () => withTx(me, (tx) => tx.$queryRaw<{ given: boolean }[]>`SELECT release_channel('a', 'wechat', ${toDate(start)}) AS given`);
  expect([(await release())[0], (await release())[0]]).toEqual([{ given: true }, { given: false }]);
  expect(await used()).toEqual([300n, 300n]);
  expect(await reserve('b')).toBe('reserved');
});

test('the database works the same sums over a window of calls as the router in memory', async () => {
  const me = scope();
  const random = seededRandom(5);
  const calls = Array.from({ length: 300 }, (_, i): WindowCall => ({
    at: plusMs(start, i * 1_700), operation: random.chance(0.2) ? 'probe' : random.chance(0.5) ? 'query' : 'create',
    signal: random.chance(0.8) ? 'good' : random.chance(0.5) ? 'timeout' : 'failure', durationMs: random.below(3_000),
  }));
  await withTx(me, (tx) => tx.channel_call.createMany({
    data: calls.map((c) => ({
      institution_id: me.institutionId, channel: 'ccb', operation: c.operation, order_no: '', at: new Date(c.at), duration_ms: c.durationMs, certainty: '', code: '',
      probe: c.operation === 'probe', signal: c.signal,
    })),
  }));
  const now = plusMs(start, 300 * 1_700) as Instant;
  const mine = healthOfCalls(calls.filter((c) => c.at > now - 15 * 60_000), now);
  const theirs = (await withTx(me, (tx) => readHealth(tx, ['ccb'], now))).get('ccb')!;
  expect(theirs.samples).toBe(mine.samples);
  for (const figure of ['successRate', 'timeoutRate', 'p95Ms'] as const) expect(theirs[figure]).toBeCloseTo(mine[figure]!, 6);
});

test('one payment has the trial; a trial nobody heard of again passes on after a minute', async () => {
  const me = scope();
  await withTx(me, (tx) => tx.breaker_state.create({ data: { institution_id: me.institutionId, channel: 'ccb', state: 'half-open', updated_at: toDate(start) } }));
  const claim = (holder: string, at: Instant) => withTx(me, (tx) => claimTrial(tx, { now: () => at }, 'ccb', holder));
  expect([await claim('a', start), await claim('a', start), await claim('b', plusMs(start, 5_000)), await claim('b', plusMs(start, 61_000))]).toEqual([true, true, false, true]);
});

test('people on duty are told of a breaker that opens, and not again while it opens and closes', async () => {
  const me = scope();
  const threeTimeouts = async (from: Instant) => {
    for (let i = 0; i < 3; i++) await observeCall({
      ...me, channel: 'cmb', operation: 'create', orderNo: 'X', at: plusMs(from, i * 10), durationMs: 900, certainty: 'unknown', code: 'timeout', cause: 'network',
    });
  };
  const told = () => withTx(me, (tx) => tx.outbox_event.count({ where: { institution_id: me.institutionId, type: 'breaker.opened' } }));
  await threeTimeouts(start);
  expect(await told()).toBe(1);
  for (const [minutes, times] of [[5, 1], [40, 2]] as const) {
    const at = plusMs(start, minutes * 60_000);
    await withTx(me, (tx) => tx.breaker_state.updateMany({ data: { state: 'closed', consecutive_timeouts: 0, closed_at: toDate(at) } }));
    await threeTimeouts(at);
    expect(await told()).toBe(times);
  }
});
