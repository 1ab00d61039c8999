import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { StatusBadge } from '@/components/status-badge';
import type { SoundnessLine } from '@/lib/ledger/model';

/** How it was before: newest first. */
export function SoundnessHistory({ lines, zone }: { lines: readonly SoundnessLine[]; zone: string }) {
  const t = useTranslations('ledger');
  return (
    <section className="mt-4 rounded-md border border-line bg-surface px-4 py-3">
      <h2 className="font-medium">{t('integrity.history.title')}</h2>
      <p className="text-13 text-ink-2">{t('integrity.history.sentence')}</p>
      {lines.length === 0 && <p className="mt-2">{t('integrity.history.empty')}</p>}
      <ol className="mt-2 divide-y divide-line">
        {lines.map((line) => (
          <li key={line.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-1.5 text-13">
            <DateTime at={line.at} zone={zone} />
            <span className="text-ink-2">{t(`integrity.history.${line.kind}`)} · {t('integrity.history.entries', { count: line.entries })} · {t('integrity.whole.took', { ms: line.tookMs })}</span>
            <span className="min-w-0 flex-1">{line.checks.map((check) => t(`checks.${check as 'entries-balance'}.name`)).join(' · ')}</span>
            <StatusBadge noun="integrity" state={line.sound ? 'sound' : 'broken'} />
          </li>
        ))}
      </ol>
    </section>
  );
}
