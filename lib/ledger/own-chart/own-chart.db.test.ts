// Guarantee: a chart counts from its day on, once others agreed to exactly it, never for a closed month; vouchers then leave in its accounts and balance.
import { generate } from 'otplib';
import { beforeAll, expect, it } from 'vitest';
import { decideApproval, getApproval } from '@/lib/approvals';
import { newTotpSecret, type Role } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { must } from '@/lib/kernel/result';
import { businessDate, instant } from '@/lib/kernel/time';
import { sqlState, withTx } from '@/lib/platform/tx';
import { askForChart, closeMonth, draftChart, entryOf, exportVouchers, ownChart, ownVoucher, post, previewChart, voucher, accountStatement } from '../index';
import { settleChart } from './ask-for-chart';
import { chartFrom } from './templates';

const world = testWorld(93);
const secret = newTotpSecret(world.random);
let home: InstitutionId;
let manager: TestPerson;
const people: Partial<Record<Role, TestPerson>> = {};
const book = (key: string, at: string) => withTx({ institutionId: home }, (tx) => post(tx, { institutionId: home }, [entryOf({
  key, kind: 'payment-succeeded', at: instant(Date.parse(at)), subjectKind: 'payment', subjectId: key, currency: 'CNY', amountMinor: 123_45n, channel: 'wechat', memo: key,
})]));
beforeAll(async () => {
  home = await makeInstitution(world, 'charts');
  manager = await makePerson(world, home, ['finance-manager'], { name: '赵磊' });
  for (const role of ['finance-director', 'vice-president'] as const) people[role] = await makePerson(world, home, [role], { totp: secret });
  await book('october', '2026-10-20T02:00:00Z');
  await book('november', '2026-11-20T02:00:00Z');
  must(await closeMonth(manager.ctx, { month: '2026-10' }));
});

async function sign(approvalId: string): Promise<void> {
  for (const role of ['finance-director', 'vice-president'] as const) {
    world.clock.advance(60_000);
    const view = (await getApproval(people[role]!.ctx, approvalId))!;
    if (view.status !== 'pending') return;
    const stepUpCode = await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) });
    must(await decideApproval(people[role]!.ctx, { approvalId, decision: 'approve', reason: 'ok', stepUpCode, operationHash: view.operationHash }));
  }
}
const draft = (from: string, content = chartFrom('public-school')) => draftChart(manager.ctx, { content, from: businessDate(from), note: 'government accounting' });

it('is refused for a closed month, with an account that is not there, or to whom may not', async () => {
  expect(await draftChart(people['vice-president']!.ctx, { content: chartFrom('company'), from: businessDate('2026-11-01'), note: '' })).toMatchObject({ error: { code: 'access.denied' } });
  expect(await askForChart(manager.ctx)).toMatchObject({ error: { code: 'ledger.no-chart-draft' } });
  must(await draft('2026-10-01'));
  expect(await askForChart(manager.ctx)).toMatchObject({ error: { code: 'ledger.chart-day-closed' } });
  must(await draft('2026-11-01', { ...chartFrom('public-school'), mappings: [{ slot: '1122', account: '9' }] }));
  expect(await askForChart(manager.ctx)).toMatchObject({ error: { code: 'ledger.chart-account-unknown' } });
});

it('shows beforehand what vouchers will look like, and changes nothing', async () => {
  must(await draft('2026-11-01'));
  const view = await ownChart(manager.ctx);
  const [shown] = await previewChart(manager.ctx, view.draft!.content);
  expect(shown?.lines.map((l) => [l.code, l.debit?.minor ?? null, l.credit?.minor ?? null])).toEqual([['1021', '12345', null], ['1212', null, '12345'], ['8001', '12345', null], ['6101', null, '12345']]);
  expect((await exportVouchers(manager.ctx, { month: '2026-11', format: 'generic' }, (k) => k)).slice(1).map((row) => row[4])).toEqual(['1012.wechat', '1122']);
});

it('counts from its day once two heads agreed; what was agreed to cannot be changed, and nobody goes round them', async () => {
  const { approvalId } = must(await askForChart(manager.ctx));
  expect(await draft('2026-11-05')).toMatchObject({ error: { code: 'ledger.chart-under-way' } });
  const force = (sql: string) => withTx({ institutionId: home }, (tx) => tx.$executeRawUnsafe(sql)).catch((error: unknown) => sqlState(error));
  expect(await force(`UPDATE chart_version SET status = 'active', decided_at = now(), decided_by = 'approval:${approvalId}' WHERE status = 'asked'`)).toBe('23514');
  expect(await force(`UPDATE chart_version SET content = '{}' WHERE status = 'asked'`)).toBe('23514');
  expect(await settleChart(home, 1, 'apr_none', 'approved', world)).toBe(false);
  // A settlement without consent sets it aside: it is asked for anew.
  must(await draft('2026-11-01'));
  const again = must(await askForChart(manager.ctx));
  await sign(again.approvalId);
  expect(await settleChart(home, 2, again.approvalId, 'approved', world)).toBe(true);
  expect(await settleChart(home, 2, again.approvalId, 'approved', world)).toBe(false);
  expect(await force(`UPDATE chart_version SET content = '{}' WHERE status = 'active'`)).toBe('23514');
  const rows = await exportVouchers(manager.ctx, { month: '2026-11', format: 'kingdee' }, (k) => k);
  expect(rows.slice(1).map((row) => [row[5], row[9], row[10]])).toEqual([['1021', '123.45', '0.00'], ['1212', '0.00', '123.45'], ['8001', '123.45', '0.00'], ['6101', '0.00', '123.45']]);
  expect((await exportVouchers(manager.ctx, { month: '2026-10', format: 'generic' }, (k) => k)).slice(1).map((row) => row[4])).toEqual(['1012.wechat', '1122']);
  const page = await accountStatement(manager.ctx, { code: '1122', currency: 'CNY' });
  const told = await Promise.all(page.rows.map(async (row) => ownVoucher(manager.ctx, (await voucher(manager.ctx, row.entryId))!)));
  expect(told.map((one) => one?.version ?? null)).toEqual([null, 2]);
});
