'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Money } from '@/components/money';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { showSummary } from '@/components/ui/toast';
import { NOTICE_CHANNELS, type NoticeChannel, type PlannedNotice, type Rule, type Schedule } from '@/lib/notifications/model';
import { previewRemindersAction, saveScheduleAction } from '../actions';

const RESTRICTIONS = ['C', 'D'] as const;

interface Preview {
  readonly date: string;
  readonly notices: readonly PlannedNotice[];
}

/** Rules in days from the due date, quiet hours, and whom they would reach tomorrow, before anything is saved. */
export function ScheduleEditor({ schedule, first, mayWrite }: { schedule: Schedule; first: Preview; mayWrite: boolean }) {
  const t = useTranslations('reminders');
  const [draft, setDraft] = useState(schedule);
  const [preview, setPreview] = useState(first);
  const [error, setError] = useState<string | null>(null);
  const [busy, start] = useTransition();
  const change = (part: Partial<Schedule>) => setDraft((d) => ({ ...d, ...part }));
  const rule = (at: number, part: Partial<Rule>) => change({ rules: draft.rules.map((r, i) => (i === at ? { ...r, ...part } : r)) });
  const look = () => start(async () => {
    const answer = await previewRemindersAction({ schedule: draft });
    setError(answer.ok ? null : answer.error.message);
    if (answer.ok) setPreview(answer.value);
  });
  const save = (enabled: boolean) => start(async () => {
    const answer = await saveScheduleAction({ ...draft, enabled });
    setError(answer.ok ? null : answer.error.message);
    if (!answer.ok) return;
    setDraft(answer.value);
    showSummary({ title: t(enabled ? 'saved.on' : 'saved.off'), next: t(enabled ? 'saved.onNext' : 'saved.offNext') });
  });
  return (
    <div className="grid items-start gap-4 desk:grid-cols-2">
      <Card title={t('schedule.title')} sentence={t(draft.enabled ? 'schedule.on' : 'schedule.off')}>
        <div className="grid gap-4">
          {error && <Banner meaning="wrong" title={error} live />}
          <ul className="grid gap-3">
            {draft.rules.map((each, at) => (
              <li key={at} className="flex flex-wrap items-end gap-3">
                <Field label={t('schedule.days')}>
                  <Input type="number" className="w-24" min={-60} max={180} value={String(each.offsetDays)} readOnly={!mayWrite} onChange={(e) => rule(at, { offsetDays: Math.trunc(e.target.valueAsNumber || 0) })} />
                </Field>
                <Field label={t('schedule.channel')}>
                  <Select
                    value={each.channel} disabled={!mayWrite} onChange={(e) => rule(at, { channel: e.target.value as NoticeChannel })}
                    options={NOTICE_CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))}
                  />
                </Field>
                <span className="flex-1 pb-2 text-13 text-ink-2">{t(each.offsetDays < 0 ? 'schedule.before' : each.offsetDays > 0 ? 'schedule.after' : 'schedule.on0', { days: Math.abs(each.offsetDays) })}</span>
                {mayWrite && <Button variant="quiet" onClick={() => change({ rules: draft.rules.filter((_, i) => i !== at) })}>{t('schedule.remove')}</Button>}
              </li>
            ))}
          </ul>
          {mayWrite && draft.rules.length < 12 && (
            <Button className="justify-self-start" onClick={() => change({ rules: [...draft.rules, { offsetDays: 14, channel: 'mail' }] })}>{t('schedule.add')}</Button>
          )}
          <div className="flex flex-wrap gap-3">
            <Field label={t('schedule.quietFrom')}><Input type="time" value={draft.quietFrom} readOnly={!mayWrite} onChange={(e) => change({ quietFrom: e.target.value })} /></Field>
            <Field label={t('schedule.quietUntil')}><Input type="time" value={draft.quietUntil} readOnly={!mayWrite} onChange={(e) => change({ quietUntil: e.target.value })} /></Field>
          </div>
          <Field label={t('schedule.restrict')} description={t('schedule.restrictAbout')}>
            <Select
              value={draft.restrictFrom ?? ''} disabled={!mayWrite} onChange={(e) => change({ restrictFrom: RESTRICTIONS.find((g) => g === e.target.value) ?? null })}
              options={[{ value: '', label: t('schedule.restrictNobody') }, ...RESTRICTIONS.map((g) => ({ value: g, label: t('schedule.restrictFrom', { grade: g }) }))]}
            />
          </Field>
          <div className="flex flex-wrap gap-3">
            <Button pending={busy} onClick={look}>{t('schedule.look')}</Button>
            {mayWrite && <Button variant="primary" pending={busy} onClick={() => save(true)}>{t(draft.enabled ? 'schedule.save' : 'schedule.switchOn')}</Button>}
            {mayWrite && draft.enabled && <Button variant="quiet" pending={busy} onClick={() => save(false)}>{t('schedule.switchOff')}</Button>}
          </div>
        </div>
      </Card>
      <PreviewCard preview={preview} />
    </div>
  );
}

function PreviewCard({ preview }: { preview: Preview }) {
  const t = useTranslations('reminders');
  const zh = useLocale() === 'zh-CN';
  const going = preview.notices.filter((n) => n.blocked === null).length;
  return (
    <Card title={t('preview.title', { date: preview.date })} sentence={t('preview.sentence', { count: going })} padding="none">
      {preview.notices.length === 0 ? <p className="p-4 text-ink-2">{t('preview.empty')}</p> : (
        <div className="max-h-96 overflow-y-auto" tabIndex={0} role="region" aria-label={t('preview.title', { date: preview.date })}>
          <Table caption={t('preview.title', { date: preview.date })}>
            <thead><tr><Th>{t('log.payer')}</Th><Th>{t('preview.bill')}</Th><Th numeric>{t('preview.open')}</Th><Th>{t('log.rule')}</Th></tr></thead>
            <tbody>
              {preview.notices.map((n) => (
                <Tr key={`${n.billId}-${n.rule.channel}-${n.rule.offsetDays}`}>
                  <Td className="min-w-24">{n.payerName} <span className="text-12 text-ink-2">{n.payerNumber}</span></Td>
                  <Td className="min-w-28">{zh ? n.titleZh : n.titleEn}</Td>
                  <Td numeric><Money value={n.open} /></Td>
                  <Td className="whitespace-nowrap">{n.blocked ? t(`reason.${n.blocked}`) : t(`channel.${n.rule.channel}`)}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
    </Card>
  );
}
