import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { StatusBadge } from '@/components/status-badge';
import { Banner } from '@/components/ui/banner';
import type { IntegrityCheck } from '@/lib/ledger/model';

/** Each promise of the books with what was compared; broken ones first, named by up to ten numbers. */
export function CheckList({ checks, at, zone }: { checks: readonly IntegrityCheck[]; at: string; zone: string }) {
  const t = useTranslations('ledger');
  const broken = checks.filter((check) => !check.ok);
  const all = [...broken, ...checks.filter((check) => check.ok)];
  return (
    <>
      {broken.length > 0 && (
        <Banner meaning="wrong" live className="mb-4" title={t('integrity.broken', { count: broken.length })}><p>{t('integrity.brokenSentence')}</p></Banner>
      )}
      <p className="mb-2 text-13 text-ink-2">
        {broken.length === 0 && <>{t('integrity.sound', { count: checks.length })} · </>}{t('integrity.checkedAt')} <DateTime at={at} zone={zone} />
      </p>
      <ul aria-label={t('integrity.list')} className="divide-y divide-line rounded-md border border-line bg-surface">
        {all.map((check) => (
          <li key={check.name} className="grid gap-x-4 gap-y-1 px-4 py-3 sm:grid-cols-[1fr_auto]" data-check={check.name} data-ok={check.ok}>
            <div>
              <h2 className="font-medium">{t(`checks.${check.name}.name`)}</h2>
              <p className="text-13 text-ink-2">{t(`checks.${check.name}.what`)}</p>
              {check.examples.length > 0 && (
                <p className="mt-1 text-13">{t('integrity.examples')} <code className="font-mono text-12 break-all">{check.examples.join(' · ')}</code></p>
              )}
            </div>
            <div className="flex flex-wrap items-center gap-x-3 sm:justify-end">
              <span className="text-13 text-ink-2 tabular-nums">
                {t('integrity.checked', { count: check.checked })} · {t('integrity.wrong', { count: Number.parseInt(check.wrong, 10) })}
              </span>
              <StatusBadge noun="integrity" state={check.ok ? 'sound' : 'broken'} />
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
