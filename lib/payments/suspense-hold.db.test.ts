// Guarantee: held money that stays held has a person and a day; nobody outside finance or the institution can be named, and what was said stays.
import { beforeAll, expect, it } from 'vitest';
import { makeInstitution, makePerson, testWorld } from '@/lib/identity/people.fixtures';
import { newId } from '@/lib/kernel/ports';
import { businessDate, DAY_MS } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { sqlState, withTx } from '@/lib/platform/tx';
import { holdSuspenseItem, listSuspense, suspenseAgeing } from './index';

const world = testWorld(71);
let manager: Ctx;
let colleague: Ctx;
let stranger: Ctx;
let auditor: Ctx;
const make = (ctx: Ctx, daysAgo: number, minor: bigint) => withTx(ctx, async (tx) => {
  const id = newId('suspense', world);
  await tx.suspense_item.create({ data: {
    id, institution_id: ctx.institutionId, kind: 'late', channel: 'wechat', order_no: id.slice(4), amount_minor: minor, currency: 'CNY', status: 'held', evidence: id, created_at: new Date(world.clock.now() - daysAgo * DAY_MS),
  } });
  return id;
});
const userOf = (ctx: Ctx) => (ctx.actor.kind === 'user' ? ctx.actor.userId : '');
const hold = (ctx: Ctx, suspenseId: string, owner: string, until: string) => holdSuspenseItem(ctx, { suspenseId: suspenseId as never, owner, until: businessDate(until), reason: 'asked the bank' });

beforeAll(async () => {
  const home = await makeInstitution(world, 'held');
  manager = (await makePerson(world, home, ['finance-manager'])).ctx;
  colleague = (await makePerson(world, home, ['accountant'], { name: '李想' })).ctx;
  auditor = (await makePerson(world, home, ['auditor'])).ctx;
  stranger = (await makePerson(world, await makeInstitution(world, 'held-other'), ['finance-manager'])).ctx;
});

it('is counted by age, and each bucket lists what it counts', async () => {
  for (const [days, minor] of [[0, 100n], [1, 200n], [5, 300n], [20, 400n], [50, 500n], [200, 600n]] as const) await make(manager, days, minor);
  const ages = await suspenseAgeing(auditor);
  expect(ages.map((age) => [age.bucket, age.count, age.sums[0]?.minor])).toEqual([['d1', 2, '300'], ['d7', 1, '300'], ['d30', 1, '400'], ['d90', 1, '500'], ['older', 1, '600']]);
  for (const age of ages) expect((await listSuspense(auditor, { age: age.bucket })).rows).toHaveLength(age.count);
  expect((await suspenseAgeing(stranger)).every((age) => age.count === 0)).toBe(true);
});

it('names an owner of finance and a day in reach, keeps the earlier word, and moves no money', async () => {
  const item = await make(manager, 3, 900n);
  expect(await hold(auditor, item, userOf(colleague), '2026-11-29')).toMatchObject({ error: { code: 'access.denied' } });
  expect(await hold(stranger, item, userOf(stranger), '2026-11-29')).toMatchObject({ error: { code: 'payments.suspense-not-found' } });
  expect(await hold(manager, item, userOf(stranger), '2026-11-29')).toMatchObject({ error: { code: 'payments.suspense-owner' } });
  expect(await hold(manager, item, userOf(auditor), '2026-11-29')).toMatchObject({ error: { code: 'payments.suspense-owner' } });
  expect(await hold(manager, item, userOf(colleague), '2026-11-01')).toMatchObject({ error: { code: 'payments.suspense-hold-over' } });
  expect(await hold(manager, item, userOf(colleague), '2027-11-29')).toMatchObject({ error: { code: 'payments.suspense-hold-over' } });
  expect((await hold(manager, item, userOf(colleague), '2026-11-29')).ok).toBe(true);
  expect((await hold(manager, item, userOf(manager), '2026-12-02')).ok).toBe(true);
  const row = (await listSuspense(manager)).rows.find((one) => one.id === item);
  expect(row).toMatchObject({ status: 'held', handling: { owner: userOf(manager), until: '2026-12-02', reason: 'asked the bank' } });
  expect(await withTx(manager, (tx) => tx.suspense_handling.count({ where: { item_id: item } }))).toBe(2);
  const changed = await withTx(manager, (tx) => tx.$executeRaw`UPDATE suspense_handling SET reason = 'x' WHERE item_id = ${item}`).catch((error: unknown) => sqlState(error));
  expect(changed).toBe('42501');
});
