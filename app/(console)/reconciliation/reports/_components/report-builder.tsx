'use client';

import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { Select } from '@/components/ui/select';
import { showSummary } from '@/components/ui/toast';
import { businessDate, isBusinessDate } from '@/lib/kernel/time';
import { COLUMNS_OF, REPORTS, type TemplateView } from '@/lib/reports/model';
import { removeTemplateAction, saveTemplateAction } from '../actions';
import { reportAddress, type ReportQuery } from './report-query';

const HERE = '/reconciliation/reports';

/** Which report, which days, which columns in which order; kept under a name; shown here, sent as a file, or printed. */
export function ReportBuilder({ query, templates, mayKeep }: { query: ReportQuery; templates: readonly TemplateView[]; mayKeep: boolean }) {
  const t = useTranslations('reconciliation');
  const router = useRouter();
  const [asked, setAsked] = useState(query);
  const [name, setName] = useState('');
  const [busy, start] = useTransition();
  const own = templates.filter((one) => one.report === asked.report);
  const chosen = own.find((one) => one.columns.join(',') === asked.columns.join(','));
  const put = (change: Partial<ReportQuery>) => setAsked((before) => ({ ...before, ...change }));
  const show = (next: ReportQuery) => router.push(reportAddress(next, HERE));
  const day = (key: 'from' | 'to') => (
    <Field label={t(`reports.${key}`)}><Input type="date" value={asked[key]} onChange={(event) => { if (isBusinessDate(event.target.value)) put({ [key]: businessDate(event.target.value) }); }} /></Field>
  );
  const keep = () => start(async () => {
    const answer = await saveTemplateAction({ report: asked.report, name, columns: [...asked.columns] });
    if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    showSummary({ title: t('reports.kept', { name }) });
    setName('');
  });
  const drop = (template: TemplateView) => start(async () => {
    const answer = await removeTemplateAction({ templateId: template.id });
    if (!answer.ok) return showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    showSummary({ title: t('reports.dropped', { name: template.name }) });
  });
  return (
    <Card className="mb-4">
      <div className="grid items-end gap-3 sm:grid-cols-2 desk:grid-cols-[minmax(14rem,1.5fr)_1fr_1fr_1fr]">
        <Field label={t('reports.which')}>
          <Select value={asked.report} options={REPORTS.map((value) => ({ value, label: t(`reports.kind.${value}`) }))} onChange={(event) => { const report = REPORTS.find((r) => r === event.target.value) ?? 'daily'; put({ report, columns: [...COLUMNS_OF[report]] }); }} />
        </Field>
        {day('from')}{day('to')}
        <Field label={t('reports.template')}>
          <Select value={chosen?.id ?? ''} placeholder={t('reports.own')} options={own.map((one) => ({ value: one.id, label: one.name }))} onChange={(event) => { const found = own.find((one) => one.id === event.target.value); put({ columns: found ? [...found.columns] : [...COLUMNS_OF[asked.report]] }); }} />
        </Field>
      </div>
      <details className="mt-3">
        <summary className="cursor-pointer text-13 font-medium">{t('reports.columns', { count: asked.columns.length })}</summary>
        <ColumnList asked={asked} put={put} />
        {mayKeep && (
          <div className="mt-3 flex flex-wrap items-end gap-2">
            <Field label={t('reports.name')}><Input size="sm" value={name} maxLength={60} onChange={(event) => setName(event.target.value)} /></Field>
            <Button size="sm" pending={busy} disabled={name.trim() === ''} onClick={keep}>{t('reports.keep')}</Button>
            {chosen && <Button size="sm" variant="quiet" pending={busy} onClick={() => drop(chosen)}>{t('reports.drop', { name: chosen.name })}</Button>}
          </div>
        )}
      </details>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button variant="primary" onClick={() => show(asked)}>{t('reports.show')}</Button>
        {(['xlsx', 'csv', 'pdf'] as const).map((as) => <LinkButton key={as} href={reportAddress(asked, `${HERE}/export`, { as })} download prefetch={false}>{as.toUpperCase()}</LinkButton>)}
        <Button shortcut="p" onClick={() => window.print()}>{t('reports.print')}</Button>
      </div>
    </Card>
  );
}

/** Chosen columns in their order, then the others. */
function ColumnList({ asked, put }: { asked: ReportQuery; put: (change: Partial<ReportQuery>) => void }) {
  const t = useTranslations('reconciliation');
  const all: readonly string[] = COLUMNS_OF[asked.report];
  const { columns } = asked;
  const toggle = (column: string) => put({ columns: columns.includes(column) ? columns.filter((c) => c !== column || columns.length === 1) : [...columns, column] });
  const move = (column: string, by: number) => {
    const [at, next] = [columns.indexOf(column), [...columns]];
    const to = at + by;
    if (to < 0 || to >= next.length) return;
    [next[at], next[to]] = [next[to]!, next[at]!];
    put({ columns: next });
  };
  return (
    <ol className="mt-2 grid gap-1 sm:grid-cols-2 desk:grid-cols-3">
      {[...columns, ...all.filter((c) => !columns.includes(c))].map((column) => (
        <li key={column} className="flex flex-wrap items-center gap-1">
          <Checkbox checked={columns.includes(column)} onChange={() => toggle(column)} label={t(`report.${column}`)} />
          {columns.includes(column) && (
            <>
              <Button size="sm" variant="quiet" aria-label={t('rules.earlier', { rule: t(`report.${column}`) })} onClick={() => move(column, -1)}>↑</Button>
              <Button size="sm" variant="quiet" aria-label={t('rules.later', { rule: t(`report.${column}`) })} onClick={() => move(column, 1)}>↓</Button>
            </>
          )}
        </li>
      ))}
    </ol>
  );
}
