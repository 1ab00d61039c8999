/** Columns kept under a name are an institution's own; a report follows them; the daily report says what the desk says. */
import { expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { businessDate } from '@/lib/kernel/time';
import { DAY, foundDesk, lineOf, paid, take } from '@/lib/reconciliation/reconciliation.fixtures';
import { dailyRows, exceptionRows, listTemplates, removeTemplate, saveTemplate } from './index';
import type { ReportWords, SheetCell } from './model';

const words: ReportWords = { column: (name) => name, code: (_, code) => code };
const all = async (rows: AsyncGenerator<readonly SheetCell[]>) => {
  const found: (readonly SheetCell[])[] = [];
  for await (const row of rows) found.push(row);
  return found;
};

it('columns are kept, used in their order, and seen by nobody else', async () => {
  const [desk, stranger] = [await foundDesk(), await foundDesk()];
  const [fine, differs] = [await paid(desk, 100_00n), await paid(desk, 50_00n)];
  await take(desk, [lineOf(fine), lineOf(differs, { minor: 48_50n })]);
  const period = { from: businessDate(DAY), to: businessDate(DAY) };
  expect(await all(dailyRows(desk.clerk, period, words, ['difference', 'day', 'open', 'matched', 'state', 'nonsense']))).toEqual([
    ['difference', 'day', 'open', 'matched', 'state'], [{ decimal: '-1.50' }, DAY, { decimal: '1' }, { decimal: '1' }, 'open'],
  ]);
  expect(await all(dailyRows(stranger.clerk, period, words, ['day']))).toEqual([['day']]);
  expect(await all(exceptionRows(desk.clerk, { status: 'undecided', ...period }, words, ['cause', 'difference']))).toEqual([['cause', 'difference'], ['bank-has-less', { decimal: '-1.50' }]]);
  expect(await all(exceptionRows(desk.clerk, { status: 'undecided', from: '2026-11-22', to: '2026-11-23' }, words, ['cause']))).toEqual([['cause']]);
  must(await saveTemplate(desk.clerk, { report: 'daily', name: '给院长', columns: ['day', 'difference'] }));
  must(await saveTemplate(desk.clerk, { report: 'daily', name: '给院长', columns: ['difference', 'day'] }));
  expect(await saveTemplate(desk.clerk, { report: 'daily', name: 'x', columns: ['cause'] })).toMatchObject({ ok: false, error: { code: 'reports.unknown-column' } });
  const auditor = { ...desk.clerk, actor: { ...desk.clerk.actor, roles: ['auditor'] } } as typeof desk.clerk;
  expect(await saveTemplate(auditor, { report: 'daily', name: 'x', columns: ['day'] })).toMatchObject({ ok: false, error: { code: 'access.denied' } });
  const [kept, ...more] = await listTemplates(desk.clerk);
  expect([kept!.columns, more.length]).toEqual([['difference', 'day'], 0]);
  expect(await listTemplates(stranger.clerk)).toEqual([]);
  expect(await removeTemplate(stranger.clerk, { templateId: kept!.id })).toMatchObject({ ok: false, error: { code: 'reports.not-found' } });
  must(await removeTemplate(desk.clerk, { templateId: kept!.id }));
});
