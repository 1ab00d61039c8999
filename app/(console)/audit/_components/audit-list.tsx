import { useMessages, useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { deviceName } from '@/components/device-name';
import { Badge } from '@/components/ui/badge';
import { copyKey } from '@/lib/edge/model';
import type { AuditEntryView } from '@/lib/identity';
import { actionKey } from './action-words';
import { currencyOf, fieldWords, valueWords, type Words } from './change-words';

/** One entry per line: when, who, what, on what, how it ended; below it what is different now. Folds to a card on a phone. */
export function AuditList({ rows, zone }: { rows: readonly AuditEntryView[]; zone: string }) {
  const t = useTranslations('audit');
  return (
    <ol aria-label={t('caption')} className="divide-y divide-line rounded-md border border-line bg-surface">
      {rows.map((row) => (
        <li key={row.id} className="grid gap-x-4 gap-y-1 px-4 py-2.5 desk:grid-cols-[11rem_minmax(0,1fr)_minmax(0,1.6fr)_minmax(0,auto)]">
          <DateTime at={row.at} zone={zone} className="text-13 text-ink-2" />
          <div className="min-w-0">
            <p className="font-medium">{t(`kind.${row.actorKind}`, { name: row.actorName })}</p>
            <p className="text-12 text-ink-2" title={row.device ?? ''}>
              {[row.ip && t('from', { ip: row.ip }), row.device && deviceName(row.device)].filter(Boolean).join(' · ')}
            </p>
          </div>
          <What row={row} />
          <Outcome row={row} />
        </li>
      ))}
    </ol>
  );
}

function useWords(): Words {
  const t = useTranslations();
  return (key) => (t.has(key) ? t(key) : null);
}

function What({ row }: { row: AuditEntryView }) {
  const t = useTranslations('audit');
  const words = useWords();
  const currency = currencyOf(row.changes);
  return (
    <div className="min-w-0">
      <p>{words(`audit.${actionKey(row.action)}`) ?? row.action}</p>
      <p className="text-12 text-ink-2">
        {words(`audit.subjectKind.${row.subjectKind}`)} <span className="font-mono break-all">{row.subjectName ?? row.subjectId}</span>
      </p>
      {row.changes.length > 0 && (
        <dl className="mt-1 grid gap-0.5 text-13">
          {row.changes.map((change) => (
            <div key={change.path} className="flex flex-wrap gap-x-2">
              <dt className="text-ink-2">{fieldWords(words, change.path)}</dt>
              <dd className="min-w-0 break-all">
                {change.before !== null && <del className="text-ink-2">{valueWords(words, row.action, change.path, change.before, currency)}</del>}
                {change.before !== null && ' → '}
                <ins className="no-underline">{change.after === null ? t('nothingAfter') : valueWords(words, row.action, change.path, change.after, currency)}</ins>
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** Done, or refused and why in the words the person was shown. */
function Outcome({ row }: { row: AuditEntryView }) {
  const t = useTranslations('audit');
  const all = useTranslations();
  const namespaces = Object.keys(useMessages());
  const key = row.outcome === 'done' ? null : copyKey(row.outcome, namespaces, (k) => all.has(k));
  const values = Object.fromEntries(row.changes.map((c) => [c.path, c.after ?? '']));
  return (
    <div className="min-w-0 justify-self-start desk:max-w-64 desk:justify-self-end desk:text-right">
      {row.outcome === 'done' ? <Badge meaning="good">{t('outcome.done')}</Badge> : <Badge meaning="wrong">{t('outcome.refused')}</Badge>}
      {row.outcome !== 'done' && <p className="mt-1 text-13">{key ? all(key, values) : row.outcome}</p>}
      <p className="mt-1 font-mono text-12 break-all text-ink-3" title={t('reference')}>
        {row.requestId}
      </p>
    </div>
  );
}
