import { getTranslations, getLocale } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { fromWire, toDecimal } from '@/lib/kernel/money';
import { trialBalance } from '@/lib/ledger';
import type { TrialBalanceView } from '@/lib/ledger/model';
import { csvText } from '@/lib/reports';
import { asOfDay } from '../_components/as-of';

/** The trial balance exactly as the page shows it, for a spreadsheet. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await consoleCtx('ledger.read');
  const { session } = await consoleSession();
  const params = new URL(request.url).searchParams;
  const day = params.get('day');
  const asked = asOfDay(day, session.institution.timeZone, params.get('time'));
  if (day && !asked) notFound();
  const balance = await shown(trialBalance(ctx, asked?.at));
  return new Response(csvText(await sheetOf(balance)), {
    headers: {
      'content-type': 'text/csv; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="trial-balance-${asked?.day ?? balance.asOf.slice(0, 10)}.csv"`,
    },
  });
}

async function sheetOf({ rows }: TrialBalanceView): Promise<string[][]> {
  const [t, locale] = await Promise.all([getTranslations('ledger'), getLocale()]);
  const head = ['code', 'account', 'kind', 'currency', 'debit', 'credit', 'balance'].map((name) => t(`csv.${name}`));
  return [head, ...rows.map((row) => [
    row.code, locale === 'en' ? row.nameEn : row.nameZh, t(`accountKind.${row.kind}`), row.balance.currency,
    ...[row.debit, row.credit, row.balance].map((amount) => toDecimal(fromWire(amount))),
  ])];
}
