import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import type { RefusedCallbackView } from '@/lib/routing/model';

/** Messages that claimed to come from a bank and did not prove it: forged, altered or misdirected. Nothing was done on their word. */
export function RefusedCallbacks({ rows, nameOf }: { rows: readonly RefusedCallbackView[]; nameOf: (channel: string) => string }) {
  const t = useTranslations('bank-health');
  return (
    <Card title={t('refused.title')} sentence={t('refused.sentence')} padding="none">
      {rows.length === 0 ? (
        <EmptyState title={t('refused.none')} />
      ) : (
        <ol className="max-h-96 divide-y divide-line overflow-y-auto" aria-label={t('refused.title')} tabIndex={0}>
          {rows.map((row) => (
            <li key={row.id} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2">
              <DateTime at={row.at} className="text-13 text-ink-2" />
              <span className="font-medium">{nameOf(row.channel)}</span>
              <span className="grow basis-44 text-13">{t.has(`refused.reason.${row.reason}`) ? t(`refused.reason.${row.reason}`) : row.reason}</span>
              <span className="font-mono text-12 text-ink-3">{row.id.slice(-8)}</span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
