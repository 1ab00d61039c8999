import { getLocale, getTranslations } from 'next-intl/server';
import { collectedSummary } from '@/lib/account-centre';
import type { SummaryView } from '@/lib/account-centre/model';
import { consoleCtx, consoleSession } from '@/lib/edge';
import { fromWire, toDecimal, type MoneyWire } from '@/lib/kernel/money';
import { zoned } from '@/lib/kernel/time';
import { streamReport } from '@/lib/reports';
import type { SheetCell } from '@/lib/reports/model';
import { queryOf, readQuestion } from '../summary/_components/question';

const ROWS_MAX = 100_000;

/** A summary with all its rows, as a spreadsheet or on paper. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await consoleCtx('ledger.read');
  const { session } = await consoleSession();
  const asked = Object.fromEntries(new URL(request.url).searchParams);
  const now = zoned(ctx.clock.now(), session.institution.timeZone);
  const question = readQuestion(asked, now.date);
  const [t, locale] = [await getTranslations('accounts'), await getLocale()];
  const view = await collectedSummary(ctx, { ...queryOf(question, locale), limit: ROWS_MAX });
  return streamReport(asked.as, `summary-${question.from}-${question.to}`, rowsOf(view, [t(`by.${question.rows}`), t('collected'), t('returned'), t('net')]), {
    title: `${t('tabs.summary')} ${question.from} – ${question.to}`, page: String, made: `${now.date} ${now.time}`,
  });
}

const figure = (wire: MoneyWire): SheetCell => ({ decimal: toDecimal(fromWire(wire)) });
const net = (cell: { readonly collected: MoneyWire; readonly returned: MoneyWire }): SheetCell =>
  figure({ ...cell.collected, minor: (BigInt(cell.collected.minor) - BigInt(cell.returned.minor)).toString() });

async function* rowsOf(view: SummaryView, [side = '', ...sums]: readonly string[]): AsyncGenerator<readonly SheetCell[]> {
  yield [side, ...view.columns.map((c) => c.label), ...sums];
  for (const row of view.rows) yield [row.label, ...view.columns.map((c) => { const cell = row.cells[c.key]; return cell ? net(cell) : ''; }), figure(row.total.collected), figure(row.total.returned), net(row.total)];
}
