import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

/** Everything that proves a period, as one archive. */
export function PackForm({ from, until }: { from: string; until: string }) {
  const t = useTranslations('audit.pack');
  return (
    <Card title={t('title')} sentence={t('sentence')} className="mb-4">
      <form action="/audit/pack" className="flex flex-wrap items-end gap-3">
        <Field label={t('from')}><Input type="date" name="from" defaultValue={from} required /></Field>
        <Field label={t('until')}><Input type="date" name="until" defaultValue={until} required /></Field>
        <Button type="submit">{t('make')}</Button>
      </form>
    </Card>
  );
}
