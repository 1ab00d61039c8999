import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Badge } from '@/components/ui/badge';
import type { AuditEntryView } from '@/lib/identity';
import { actionKey } from './action-words';

/** One entry per line: when, who, what, on what, how it ended; below it what is different now. Folds to a card on a phone. */
export function AuditList({ rows, zone }: { rows: readonly AuditEntryView[]; zone: string }) {
  const t = useTranslations('audit');
  return (
    <ol aria-label={t('caption')} className="divide-y divide-line rounded-md border border-line bg-surface">
      {rows.map((row) => (
        <li key={row.id} className="grid gap-x-4 gap-y-1 px-4 py-2.5 desk:grid-cols-[11rem_minmax(0,1fr)_minmax(0,1.4fr)_auto]">
          <DateTime at={row.at} zone={zone} className="text-13 text-ink-2" />
          <div className="min-w-0">
            <p className="font-medium">{t(`kind.${row.actorKind}`, { name: row.actorName })}</p>
            <p className="truncate text-12 text-ink-2" title={row.device ?? ''}>
              {row.ip ? t('from', { ip: row.ip }) : null}
            </p>
          </div>
          <div className="min-w-0">
            <p>{wordsOf(t, row.action)}</p>
            <p className="font-mono text-12 break-all text-ink-2">{row.subjectId}</p>
            <Changes changes={row.changes} />
          </div>
          <div className="justify-self-start text-right desk:justify-self-end">
            {row.outcome === 'done' ? (
              <Badge meaning="good">{t('outcome.done')}</Badge>
            ) : (
              <Badge meaning="wrong">{t('outcome.refused', { code: row.outcome })}</Badge>
            )}
            <p className="mt-1 font-mono text-12 text-ink-3" title={t('reference')}>
              {row.requestId}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}

/** An act this page has no words for yet is shown by its name. */
function wordsOf(t: ReturnType<typeof useTranslations>, action: string): string {
  const key = actionKey(action);
  return t.has(key) ? t(key) : action;
}

function Changes({ changes }: { changes: AuditEntryView['changes'] }) {
  const t = useTranslations('audit');
  if (changes.length === 0) return null;
  return (
    <dl className="mt-1 grid gap-0.5 text-13">
      {changes.map((change) => (
        <div key={change.path} className="flex flex-wrap gap-x-2">
          <dt className="text-ink-2">{t.has(`field.${change.path}`) ? t(`field.${change.path}`) : change.path}</dt>
          <dd className="min-w-0 break-all">
            {change.before !== null && <del className="text-ink-2">{change.before}</del>}
            {change.before !== null && ' → '}
            <ins className="no-underline">{change.after ?? t('nothingAfter')}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
