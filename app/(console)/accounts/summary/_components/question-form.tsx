import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { DIMENSIONS } from '@/lib/account-centre/model';
import { CHANNELS, channelName } from '@/lib/channels/model';
import type { Question } from './question';

interface QuestionFormProps {
  question: Question;
  plans: readonly { readonly planId: string; readonly name: string }[];
  locale: string;
}

/** Which period, across which two sides, of which channel and project. */
export function QuestionForm({ question, plans, locale }: QuestionFormProps) {
  const t = useTranslations('accounts');
  const sides = DIMENSIONS.map((value) => ({ value, label: t(`by.${value}`) }));
  return (
    <form action="/accounts/summary" className="mb-4 grid grid-cols-2 items-end gap-3 sm:grid-cols-3 desk:grid-cols-4 min-[80rem]:grid-cols-7" data-print="hide">
      <Field label={t('from')}><Input name="from" type="date" defaultValue={question.from} /></Field>
      <Field label={t('to')}><Input name="to" type="date" defaultValue={question.to} /></Field>
      <Field label={t('rows')}><Select name="rows" defaultValue={question.rows} options={sides} /></Field>
      <Field label={t('columns')}><Select name="columns" defaultValue={question.columns ?? 'none'} options={[{ value: 'none', label: t('noColumns') }, ...sides]} /></Field>
      <Field label={t('channel')}><Select name="channel" defaultValue={question.channel ?? ''} placeholder={t('all')} options={CHANNELS.map((c) => ({ value: c, label: channelName(c, locale) }))} /></Field>
      <Field label={t('by.project')}><Select name="plan" defaultValue={question.planId ?? ''} placeholder={t('all')} options={plans.map((p) => ({ value: p.planId, label: p.name }))} /></Field>
      <Button type="submit" variant="primary">{t('ask')}</Button>
    </form>
  );
}
