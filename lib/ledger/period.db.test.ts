// Guarantee: a closed month stays as it is, whoever books what when; it is opened again only with two heads' consent.
import { generate } from 'otplib';
import pg from 'pg';
import { beforeAll, expect, it } from 'vitest';
import { decideApproval, getApproval } from '@/lib/approvals';
import { newTotpSecret, type Role } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { instant } from '@/lib/kernel/time';
import { sqlState, withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { reopenMonth } from './commands/reopen-month';
import { askToReopenMonth, closeMonth, entryOf, exportVouchers, listPeriods, post, setExportCode } from './index';

const world = testWorld(91);
const secret = newTotpSecret(world.random);
let home: InstitutionId;
let manager: TestPerson;
const people: Partial<Record<Role, TestPerson>> = {};
beforeAll(async () => {
  home = await makeInstitution(world, 'months');
  manager = await makePerson(world, home, ['finance-manager'], { name: '赵磊' });
  for (const role of ['finance-director', 'vice-president'] as const) people[role] = await makePerson(world, home, [role], { totp: secret });
});
const book = (key: string, at: string) => withTx({ institutionId: home }, (tx) => post(tx, { institutionId: home }, [entryOf({
  key, kind: 'payment-succeeded', at: instant(Date.parse(at)), subjectKind: 'payment', subjectId: key, currency: 'CNY', amountMinor: 12_345n, channel: 'wechat', memo: key,
})]));
const superuser = async (sql: string) => {
  const client = new pg.Client({ connectionString: testDatabase().adminUrl });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};
const dayOf = async (key: string, of = home) => (await withTx({ institutionId: of }, (tx) => tx.journal_entry.findFirstOrThrow({ where: { key } }))).business_date.toISOString().slice(0, 10);

it('months are closed in order, once over; what comes late is booked on the first open day', async () => {
  await book('september', '2026-09-30T02:00:00Z');
  await book('october', '2026-10-31T02:00:00Z');
  expect(await closeMonth(people['vice-president']!.ctx, { month: '2026-09' })).toMatchObject({ error: { code: 'access.denied' } });
  expect(await closeMonth(manager.ctx, { month: '2026-10' })).toMatchObject({ error: { code: 'ledger.earlier-month-open' } });
  must(await closeMonth(manager.ctx, { month: '2026-09' }));
  must(await closeMonth(manager.ctx, { month: '2026-10' }));
  expect(await closeMonth(manager.ctx, { month: '2026-10' })).toMatchObject({ error: { code: 'ledger.already-closed' } });
  expect(await closeMonth(manager.ctx, { month: '2026-11' })).toMatchObject({ error: { code: 'ledger.month-not-over' } });
  await book('late', '2026-10-15T02:00:00Z');
  expect(await dayOf('late')).toBe('2026-11-01');
  const forced = withTx({ institutionId: home }, (tx) => tx.$executeRaw`
    WITH e AS (INSERT INTO journal_entry (institution_id, key, kind, at, business_date, subject_kind, subject_id) VALUES (${home}, 'forced', 'manual', now(), '2026-10-15', 't', 't') RETURNING id)
    INSERT INTO ledger_posting (entry_id, line_no, institution_id, account_code, amount_minor, currency)
    SELECT e.id, n, ${home}, CASE n WHEN 1 THEN '1122' ELSE '1012.wechat' END, CASE n WHEN 1 THEN 5 ELSE -5 END, 'CNY' FROM e, generate_series(1, 2) n`);
  expect(await forced.catch((error: unknown) => sqlState(error))).toBe('23514');
  expect((await listPeriods(manager.ctx)).map((p) => [p.month, p.state, p.entries])).toEqual([['2026-11', 'running', 1], ['2026-10', 'closed', 1], ['2026-09', 'closed', 1]]);
});

it('only the last closed month, only with director and vice president', async () => {
  expect(await askToReopenMonth(manager.ctx, { month: '2026-09' })).toMatchObject({ error: { code: 'ledger.not-last-closed' } });
  const { approvalId } = must(await askToReopenMonth(manager.ctx, { month: '2026-10' }));
  expect(must(await askToReopenMonth(manager.ctx, { month: '2026-10' })).approvalId).toBe(approvalId);
  expect(await reopenMonth(home, '2026-10', approvalId, world)).toBe(false);
  for (const role of ['vice-president', 'finance-director'] as const) {
    world.clock.advance(30_000);
    const who = people[role]!;
    const { operationHash } = (await getApproval(who.ctx, approvalId))!;
    must(await decideApproval(who.ctx, { approvalId, decision: 'approve', reason: '', operationHash, stepUpCode: await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) }) }));
  }
  expect(await reopenMonth(home, '2026-10', approvalId, world)).toBe(true);
  await book('corrected', '2026-10-20T02:00:00Z');
  expect(await dayOf('corrected')).toBe('2026-10-20');
  must(await closeMonth(manager.ctx, { month: '2026-10' }));
  expect(await reopenMonth(home, '2026-10', approvalId, world)).toBe(false);
});

it('a month that is being closed waits for the entries under way and counts them', async () => {
  const own = await makeInstitution(world, 'closing');
  const clerk = await makePerson(world, own, ['finance-manager'], { name: '钱明' });
  const { promise: written, resolve: isWritten } = Promise.withResolvers<void>();
  const { promise: gate, resolve: open } = Promise.withResolvers<void>();
  const underWay = withTx({ institutionId: own }, async (tx) => {
    await post(tx, { institutionId: own }, [entryOf({
      key: 'under-way', kind: 'payment-succeeded', at: instant(Date.parse('2026-10-31T02:00:00Z')), subjectKind: 'payment', subjectId: 'p', currency: 'CNY', amountMinor: 700n, channel: 'wechat',
    })]);
    isWritten();
    await gate;
  });
  await written;
  let closed = false;
  const closing = closeMonth(clerk.ctx, { month: '2026-10' }).finally(() => { closed = true; });
  const waiting = async () => (await superuser(`SELECT count(*)::int AS n FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%books_open_from%'`))[0]!.n as number;
  while (!closed && (await waiting()) === 0) await new Promise(setImmediate);
  expect(closed).toBe(false);
  open();
  await underWay;
  must(await closing);
  expect(await dayOf('under-way', own)).toBe('2026-10-31');
  const period = await withTx({ institutionId: own }, (tx) => tx.ledger_period.findFirstOrThrow({ where: { month: '2026-10' } }));
  expect(period.balances).toEqual([{ code: '1012.wechat', currency: 'CNY', minor: '700' }, { code: '1122', currency: 'CNY', minor: '-700' }]);
});

it('vouchers leave in the columns of the software that takes them, under its own codes', async () => {
  must(await setExportCode(manager.ctx, { code: '1122', exportCode: '1122.01' }));
  const words = (kind: string) => ({ 'payment-succeeded': '收款' })[kind] ?? kind;
  const generic = await exportVouchers(manager.ctx, { month: '2026-10', format: 'generic' }, words);
  expect(generic.slice(1).map((r) => [r[0], r[1], r[4], r[6], r[7]])).toEqual([
    ['1', '2026-10-31', '1012.wechat', '123.45', '0.00'], ['1', '2026-10-31', '1122.01', '0.00', '123.45'],
    ['2', '2026-10-20', '1012.wechat', '123.45', '0.00'], ['2', '2026-10-20', '1122.01', '0.00', '123.45'],
  ]);
  expect((await exportVouchers(manager.ctx, { month: '2026-10', format: 'kingdee' }, words))[2]).toEqual(
    ['2026-10-31', '2026', '10', '记', '1', '1122.01', '应收账款', 'RMB', '123.45', '0.00', '123.45', 'Bafang', '收款 october', '1']);
  expect((await exportVouchers(manager.ctx, { month: '2026-10', format: 'yonyou' }, words))[1]!.slice(0, 5)).toEqual(['2026-10-31', '记', '1', '0', '收款 october']);
});
