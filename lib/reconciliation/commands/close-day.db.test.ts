import { expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { instant } from '@/lib/kernel/time';
import { dayClose } from '../day-proof';
import { casesOf, DAY, foundDesk, lineOf, paid, take } from '../reconciliation.fixtures';
import { waitingMoney } from '../waiting';
import { closeDay } from './close-day';
import { decideMany } from './decide-many';
import { matchByHand } from './match-by-hand';
import { dismissPair } from './dismiss-pair';
import { reconciliationCase } from '../case-detail';

it('a day closes with a proof that adds up, keeps it for good, and says when something is otherwise afterwards', async () => {
  const desk = await foundDesk();
  expect(await closeDay(desk.clerk, { channel: 'wechat', date: DAY })).toMatchObject({ ok: false, error: { code: 'reconciliation.no-file-yet' } });
  const [a, b, gone] = [await paid(desk, 100_00n), await paid(desk, 50_00n), await paid(desk, 7_00n)];
  await take(desk, [lineOf(a), lineOf(b, { minor: 52_00n }), { orderNo: 'NOBODYS', minor: 5_00n }, { orderNo: 'NOBODYS2', minor: 6_00n }]);
  const all = await casesOf(desk);
  must(await decideMany(desk.clerk, { caseIds: [all.find((c) => c.number === 'NOBODYS2')!.id], act: 'suspend', note: 'asked' }));
  const early = { ...desk.clerk, clock: { now: () => instant(Date.UTC(2026, 10, 21, 15)) } };
  expect(await closeDay(early, { channel: 'wechat', date: DAY })).toMatchObject({ ok: false, error: { code: 'reconciliation.day-not-over' } });
  const { seq, proof } = must(await closeDay(desk.clerk, { channel: 'wechat', date: DAY }));
  expect([seq, proof]).toMatchObject([1, {
    files: 1, lines: 4, total: { minor: '16300' }, ties: true, clearing: { minor: '5700' }, openItems: { minor: '5700' },
    parts: { matched: { count: 1, sum: { minor: '10000' } }, open: { count: 2, sum: { minor: '5700' } }, suspended: { count: 1, sum: { minor: '600' } }, decided: { count: 0 }, repeated: { count: 0 } },
  }]);
  expect(await dayClose(desk.clerk, 'wechat', DAY)).toMatchObject({ changedSince: false, closes: [{ seq: 1 }] });
  must(await decideMany(desk.clerk, { caseIds: [all.find((c) => c.number === 'NOBODYS')!.id], act: 'write-off', note: '' }));
  expect(await dayClose(desk.clerk, 'wechat', DAY)).toMatchObject({ changedSince: true, proof: { parts: { decided: { count: 1 } }, ties: true } });
  expect(must(await closeDay(desk.clerk, { channel: 'wechat', date: DAY })).seq).toBe(2);
  expect((await waitingMoney(desk.clerk, {})).rows.map((r) => `${r.number} ${r.state}`).sort()).toEqual([`${b.orderNo} in-case`, `${gone.orderNo} in-case`]);
});

it('many are decided at once and each is taken back alone; what cannot be is told apart', async () => {
  const desk = await foundDesk();
  await take(desk, [{ orderNo: 'A', minor: 5_00n }, { orderNo: 'B', minor: 6_00n }, { orderNo: 'C', minor: 60_00n }]);
  const all = await casesOf(desk);
  const result = must(await decideMany(desk.clerk, { caseIds: all.map((c) => c.id), act: 'write-off', note: '' }));
  expect([result.done.length, result.refused.map((r) => r.code)]).toEqual([2, ['reconciliation.above-limit']]);
  must(await decideMany(desk.clerk, { caseIds: [result.done[0]!.caseId], act: 'undo', note: '' }));
  expect((await casesOf(desk)).map((c) => c.status).sort()).toEqual(['open', 'open', 'written-off']);
});

it('several that make the amount are proposed with the proof that nothing else does, and a dismissed pair is not brought up again', async () => {
  const desk = await foundDesk();
  const booked = [await paid(desk, 31_00n), await paid(desk, 47_00n), await paid(desk, 500_00n)];
  await take(desk, [{ orderNo: 'TOGETHER', minor: 78_00n }, { orderNo: 'NEAR', minor: 500_10n }]);
  const all = await casesOf(desk);
  const of = (number: string) => reconciliationCase(desk.clerk, all.find((c) => c.number === number)!.id).then((c) => c!);
  const together = await of('TOGETHER');
  expect(together).toMatchObject({ nextAction: 'match', sum: { others: 0 } });
  expect([...together.sum!.sideIds].sort()).toEqual(booked.slice(0, 2).map((p) => p.attemptId).sort());
  const near = await of('NEAR');
  expect(near.nearMisses).toMatchObject([{ side: { id: booked[2]!.attemptId }, whyNot: ['other-number', 'other-amount'] }]);
  must(await dismissPair(desk.clerk, { lineId: near.lineId!, sideId: booked[2]!.attemptId }));
  expect((await of('NEAR')).nearMisses).toEqual([]);
  must(await matchByHand(desk.clerk, { lineIds: [together.lineId!], sideIds: [...together.sum!.sideIds] }));
});
