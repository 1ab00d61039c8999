'use client';

import { useLocale, useTranslations } from 'next-intl';
import { Banner } from '@/components/ui/banner';
import { DescriptionList } from '@/components/ui/description-list';
import { Money } from '@/components/money';
import { channelName } from '@/lib/channels/model';
import type { PrecheckView } from '@/lib/reconciliation/model';
import { Findings } from './findings';

/** What importing this file would mean, in plain words. Codes of the reader become sentences here. */
export function PrecheckReport({ view }: { view: PrecheckView }) {
  const t = useTranslations('reconciliation');
  const words = useTranslations('statements.errors');
  const locale = useLocale();
  const say = (code: string, details: Readonly<Record<string, string | number>> = {}) => (words.has(code) ? words(code, details) : code);
  const side = (one: PrecheckView['credit']) => (
    <span className="flex flex-wrap items-baseline gap-2"><Money value={one.amount} align="start" /><span className="text-13 text-ink-2">{t('import.rowsOf', { count: one.count })}</span></span>
  );
  return (
    <div className="grid gap-4">
      {view.channel === null && <Banner meaning="attention" title={t('import.noChannel')}>{t('import.noChannelSentence')}</Banner>}
      {view.mapping && <Banner meaning="good" title={t('mapping.used', { name: view.mapping.name })} />}
      {view.alreadyImported && <Banner meaning="waiting" title={t('import.already')}>{t('import.alreadySentence')}</Banner>}
      {!view.alreadyImported && view.overlaps.length > 0 && (
        <Banner meaning="attention" title={t('import.overlap', { count: view.overlaps.length })}>
          {t('import.overlapSentence', { rows: view.rowsOnFile })}
          <ul className="mt-1 text-13">
            {view.overlaps.map((file) => <li key={`${file.fileName} ${file.receivedAt}`}>{t('import.overlapFile', { name: file.fileName, rows: file.rows, days: file.days.join(', ') })}</li>)}
          </ul>
        </Banner>
      )}
      {view.rejected === 0 && view.warnings.length === 0 && view.rows > 0 && <Banner meaning="good" title={t('import.good')} />}
      <DescriptionList
        items={[
          { term: t('import.channel'), value: view.channel === null ? '—' : channelName(view.channel, locale) },
          { term: t('import.period'), value: view.days.length > 0 ? view.days.join(', ') : '—' },
          { term: t('import.rows'), value: view.rows },
          { term: t('import.in'), value: side(view.credit) },
          { term: t('import.out'), value: side(view.debit) },
          { term: t('import.format'), value: <span className="font-mono text-13">{view.format} · {view.encoding}</span> },
        ]}
      />
      {view.warnings.length > 0 && (
        <Findings
          title={t('import.warnings')}
          rows={view.warnings.map((w) => ({ text: say(w.code, w.details), line: w.lineNo }))}
        />
      )}
      {view.rejected > 0 && (
        <Findings
          title={t('import.rejected', { count: view.rejected })}
          rows={view.rejectedRows.map((r) => ({ text: say(r.code), line: r.lineNo, raw: r.text }))}
        />
      )}
    </div>
  );
}
