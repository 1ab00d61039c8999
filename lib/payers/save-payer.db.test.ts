// A payer is added and changed by form under the import's own rules: what is left empty goes, a wrong entry changes nothing, and a masked form is refused.
import { beforeAll, expect, it } from 'vitest';
import { anInstitution, csv, userCtx } from '@/lib/bills/billing.fixtures';
import { must } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { findPayerByNumber, getPayer, importPayers, listPayers, saveAttribute, savePayer } from './index';
import type { SavePayerInput } from './model';

let ctx: Ctx;
beforeAll(async () => {
  ({ ctx } = await anInstitution('by-form'));
  must(await saveAttribute(ctx, { name: 'bus', kind: 'yes-no', labelZh: '校车', labelEn: 'Bus', choices: [] }));
  must(await importPayers(ctx, { source: csv(['编号,姓名,手机,班级,家庭编号,bus', 'A1,李小明,13800000001,小一班,H1,yes', 'A2,王若曦,13800000002,小一班,,no']), apply: true }));
});
const form = (change: Partial<SavePayerInput>): SavePayerInput => ({
  payerId: null, number: 'A9', name: '张子轩', phone: '13900000009', email: '', group: '小二班', family: '', status: 'active', attributes: { bus: '是' }, ...change,
});
const idOf = async (number: string) => (await listPayers(ctx, { text: number })).rows[0]!.id;

it('adds a payer with group, typed attributes and the look-up by number; a number that is taken adds nobody', async () => {
  const { payerId } = must(await savePayer(ctx, form({})));
  expect(await getPayer(ctx, payerId)).toMatchObject({ number: 'A9', name: '张子轩', group: { code: '小二班' }, attributes: { bus: 'yes' }, status: 'active' });
  expect(await findPayerByNumber('by-form', 'A9', '0009', { clock: ctx.clock, random: ctx.random, origin: { ip: '10.0.0.1', device: '' } })).toMatchObject({ ok: true });
  expect(await savePayer(ctx, form({ name: '另一人' }))).toMatchObject({ error: { code: 'payers.already-there' } });
  expect((await listPayers(ctx, { text: 'A9' })).rows.map((row) => row.name)).toEqual(['张子轩']);
});

it('changes what the form says and takes away what it leaves empty, the number excepted', async () => {
  const payerId = await idOf('A1');
  must(await savePayer(ctx, form({ payerId, number: 'A1', name: '李小明', phone: '', group: '', attributes: {}, status: 'left' })));
  expect(await getPayer(ctx, payerId)).toMatchObject({ number: 'A1', phone: null, group: null, family: null, attributes: {}, status: 'left' });
  expect(await savePayer(ctx, form({ payerId, number: 'A2' }))).toMatchObject({ error: { code: 'payers.not-found' } });
});

it('refuses a wrong entry by its column and whoever sees masked names, and then nothing has changed', async () => {
  const payerId = await idOf('A2');
  const before = await getPayer(ctx, payerId);
  const wrong = [[{ phone: '12' }, 'phone', 'bad_phone'], [{ email: 'x' }, 'email', 'bad_email'], [{ attributes: { bus: 'maybe' } }, 'bus', 'not_yes_or_no'], [{ name: ' ' }, 'name', 'missing_name']] as const;
  for (const [change, column, cause] of wrong) {
    expect(await savePayer(ctx, form({ payerId, number: 'A2', ...change }))).toMatchObject({ error: { code: 'payers.entry-wrong', details: { column, cause } } });
  }
  for (const role of ['cashier', 'accountant', 'auditor']) {
    expect(await savePayer(userCtx(ctx.institutionId, [role], ctx.clock, ctx.random), form({ payerId, number: 'A2' }))).toMatchObject({ error: { code: 'access.denied' } });
  }
  expect(await getPayer(ctx, payerId)).toEqual(before);
});
