import { getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { consoleCtx, shown } from '@/lib/edge';
import { exportVouchers } from '@/lib/ledger';
import { exportQuery } from '@/lib/ledger/model';
import { csvText } from '@/lib/reports';

/** `?month=2026-10&format=kingdee`: the month's vouchers in the columns the accounting software takes. */
export async function GET(request: Request): Promise<Response> {
  const ctx = await consoleCtx('ledger.read');
  const asked = exportQuery.safeParse(Object.fromEntries(new URL(request.url).searchParams));
  if (!asked.success) notFound();
  const t = await getTranslations('ledger');
  const words = (kind: string) => (t.has(`kind.${kind}`) ? t(`kind.${kind}` as 'kind.reversal') : kind);
  const name = `vouchers-${asked.data.month}-${asked.data.format}.csv`;
  return new Response(csvText(await shown(exportVouchers(ctx, asked.data, words))), {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-disposition': `attachment; filename="${name}"` },
  });
}
