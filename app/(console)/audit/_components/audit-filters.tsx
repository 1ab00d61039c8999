import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';
import { Select, type SelectOption } from '@/components/ui/select';
import { ACTION_NOUNS } from './action-words';
import type { ShownFilter } from './filter';

/** A plain form that writes the address: a filtered view can be kept and sent. */
export function AuditFilters({ shown, people }: { shown: ShownFilter; people: readonly SelectOption[] }) {
  const t = useTranslations('audit');
  const nouns = ACTION_NOUNS.map((noun) => ({ value: noun, label: t(`act.${noun}.noun`) }));
  return (
    <form action="/audit" aria-label={t('filter.label')} className="mb-4 grid items-end gap-3 sm:grid-cols-3 desk:grid-cols-6">
      <Field label={t('filter.actor')}>
        <Select name="actor" defaultValue={shown.actor} placeholder={t('filter.anyActor')} options={people} />
      </Field>
      <Field label={t('filter.action')}>
        <Select name="action" defaultValue={shown.action.split('.')[0]} placeholder={t('filter.anyAction')} options={nouns} />
      </Field>
      <Field label={t('filter.subject')}>
        <Input name="subject" defaultValue={shown.subject} maxLength={60} className="font-mono" />
      </Field>
      <Field label={t('filter.day')}>
        <Input name="day" type="date" defaultValue={shown.day} />
      </Field>
      <Field label={t('filter.outcome')}>
        <Select
          name="outcome" defaultValue={shown.outcome} placeholder={t('filter.anyOutcome')}
          options={[{ value: 'done', label: t('filter.done') }, { value: 'refused', label: t('filter.refused') }]}
        />
      </Field>
      <div className="flex gap-2">
        <Button type="submit" variant="primary">
          {t('filter.apply')}
        </Button>
        <LinkButton href="/audit">{t('filter.clear')}</LinkButton>
      </div>
    </form>
  );
}
