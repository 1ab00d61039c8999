import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '@/lib/kernel/ports';
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { systemCtx } from '@/lib/platform/ctx';
import { createLog } from '@/lib/platform/log';
import { emit } from '@/lib/platform/outbox';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { dispatchOutbox, type Consumers, type DispatchedEvent } from './outbox';

const log = createLog({ test: 'outbox' }, () => undefined);
const ctx = systemCtx('test', newId('institution', { clock: systemClock, random: systemRandom }));
const emitAll = (subjects: readonly string[], type = 'thing.happened') =>
  withTx(ctx, (tx) => emit(tx, ctx, subjects.map((subjectId, i) => ({ type, subjectId, payload: { n: i } }))));
const waiting = () => withPlatformTx((tx) => tx.outbox_event.count({ where: { dispatched_at: null } }));
const forgetLeases = () => withPlatformTx((tx) => tx.$executeRaw`UPDATE outbox_event SET not_before = NULL WHERE dispatched_at IS NULL`);

const collecting = (): { seen: DispatchedEvent[]; consumers: Consumers } => {
  const seen: DispatchedEvent[] = [];
  return { seen, consumers: { 'thing.happened': [async (_institution, events) => { seen.push(...events); }] } };
};

beforeEach(() => withPlatformTx((tx) => tx.$executeRaw`DELETE FROM outbox_event`));

describe('the outbox', () => {
  it('carries out what was committed, and nothing of what was rolled back', async () => {
    await emitAll(['a', 'b']);
    await withTx(ctx, async (tx) => { await emit(tx, ctx, [{ type: 'thing.happened', subjectId: 'never', payload: {} }]); return { ok: false as const, error: { code: 'x.y' } }; });
    const { seen, consumers } = collecting();
    await dispatchOutbox(consumers, log);
    expect(seen.map((e) => e.subjectId).sort()).toEqual(['a', 'b']);
    expect(await waiting()).toBe(0);
  });

  it('keeps the order of one subject, however many dispatchers run', async () => {
    await emitAll(Array.from({ length: 40 }, (_, i) => `s${i % 4}`));
    const { seen, consumers } = collecting();
    for (let round = 0; (await waiting()) > 0 && round < 40; round++) await Promise.all([1, 2, 3].map(() => dispatchOutbox(consumers, log)));
    expect(seen).toHaveLength(40);
    for (const subject of ['s0', 's1', 's2', 's3']) {
      const order = seen.filter((e) => e.subjectId === subject).map((e) => e.payload.n as number);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
  });

  it('goes on at once while events of a subject wait behind each other, and rests when nothing is left', async () => {
    await emitAll(['s', 's', 's']);
    const { seen, consumers } = collecting();
    const more: boolean[] = [];
    for (let round = 0; round < 4; round++) more.push(await dispatchOutbox(consumers, log));
    expect([more, seen.length]).toEqual([[true, true, true, false], 3]);
  });

  it('tries a failing consumer again later and holds up nobody else', async () => {
    await emitAll(['bad'], 'thing.fails');
    await emitAll(['good']);
    const { seen, consumers } = collecting();
    let tries = 0;
    const all: Consumers = { ...consumers, 'thing.fails': [async () => { if (++tries === 1) throw new Error('not today'); }] };
    await dispatchOutbox(all, log);
    expect([seen.length, await waiting()]).toEqual([1, 1]);
    await dispatchOutbox(all, log);
    expect(tries).toBe(1); // its pause is not over
    await forgetLeases();
    await dispatchOutbox(all, log);
    expect([tries, await waiting()]).toEqual([2, 0]);
  });

  it('is found again when its dispatcher died over it', async () => {
    await emitAll(['a']);
    await withPlatformTx((tx) => tx.$executeRaw`UPDATE outbox_event SET not_before = now() + interval '30 seconds', tries = 1`);
    const { seen, consumers } = collecting();
    await dispatchOutbox(consumers, log);
    expect(seen).toHaveLength(0);
    await withPlatformTx((tx) => tx.$executeRaw`UPDATE outbox_event SET not_before = now() - interval '1 second'`);
    await dispatchOutbox(consumers, log);
    expect(seen).toHaveLength(1);
  });
});
