'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { Cycle, IssueDate } from '@/lib/bill-items/model';
import type { GroupView } from '@/lib/payers/model';
import { AudienceFields } from './audience-fields';
import { Column } from './column';
import { TermFields } from './term-fields';

const KINDS: readonly Cycle['kind'][] = ['monthly', 'quarterly', 'term', 'yearly', 'once', 'event'];
const DUE_DAYS_MAX = 180;

interface CycleColumnProps {
  cycle: Cycle;
  groupCodes: readonly string[];
  groups: readonly GroupView[];
  changeGroups: (codes: string[]) => void;
  next: readonly IssueDate[];
  change: (cycle: Cycle) => void;
  readOnly: boolean;
}

/** Whom the plan bills, when bills are issued and when they are due. */
export function CycleColumn({ cycle, groupCodes, groups, changeGroups, next, change, readOnly }: CycleColumnProps) {
  const t = useTranslations('bill-items');
  const whole = (text: string, min: number, max: number) => Math.max(min, Math.min(max, Number.parseInt(text, 10) || min));
  return (
    <Column
      title={t('cycle.title')}
      sentence={next.length > 0 ? t('cycle.next', { dates: next.map((n) => n.issueDate).join(', ') }) : t('cycle.none')}
    >
      <fieldset disabled={readOnly} className="grid gap-3">
        <AudienceFields codes={groupCodes} groups={groups} change={changeGroups} />
        <Field label={t('cycle.kind')}>
          <Select
            size="sm"
            value={cycle.kind}
            onChange={(event) => change({ ...cycle, kind: KINDS.find((k) => k === event.target.value) ?? 'monthly' })}
            options={KINDS.map((kind) => ({ value: kind, label: t(`cycle.kinds.${kind}`) }))}
          />
        </Field>
        {(cycle.kind === 'quarterly' || cycle.kind === 'yearly') && (
          <Field label={cycle.kind === 'yearly' ? t('cycle.month') : t('cycle.monthOfQuarter')}>
            <Input
              size="sm"
              type="number"
              min={1}
              max={cycle.kind === 'yearly' ? 12 : 3}
              value={cycle.issueMonth}
              onChange={(event) => change({ ...cycle, issueMonth: whole(event.target.value, 1, cycle.kind === 'yearly' ? 12 : 3) })}
            />
          </Field>
        )}
        {['monthly', 'quarterly', 'yearly'].includes(cycle.kind) && (
          <Field label={t('cycle.day')} description={t('cycle.dayAbout')}>
            <Input
              size="sm"
              type="number"
              min={1}
              max={31}
              value={cycle.issueDay}
              onChange={(event) => change({ ...cycle, issueDay: whole(event.target.value, 1, 31) })}
            />
          </Field>
        )}
        {cycle.kind === 'once' && (
          <Field label={t('cycle.onceOn')} required>
            <Input
              size="sm"
              type="date"
              value={cycle.onceOn ?? ''}
              onChange={(event) => change({ ...cycle, onceOn: (event.target.value || null) as Cycle['onceOn'] })}
            />
          </Field>
        )}
        {cycle.kind === 'term' && <TermFields terms={cycle.terms} change={(terms) => change({ ...cycle, terms })} />}
        <Checkbox
          label={t('cycle.shift')}
          description={t('cycle.shiftAbout')}
          checked={cycle.onHoliday === 'next-working-day'}
          onChange={(event) => change({ ...cycle, onHoliday: event.target.checked ? 'next-working-day' : 'same-day' })}
        />
        <Field label={t('cycle.dueAfter')}>
          <Input
            size="sm"
            type="number"
            min={0}
            max={DUE_DAYS_MAX}
            value={cycle.dueAfter.days}
            onChange={(event) => change({ ...cycle, dueAfter: { ...cycle.dueAfter, days: whole(event.target.value, 0, DUE_DAYS_MAX) } })}
          />
        </Field>
        <Checkbox
          label={t('cycle.business')}
          checked={cycle.dueAfter.business}
          onChange={(event) => change({ ...cycle, dueAfter: { ...cycle.dueAfter, business: event.target.checked } })}
        />
      </fieldset>
    </Column>
  );
}
