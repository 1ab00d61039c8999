import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';

/** Balances as of the end of any day, by address. */
export function AsOfForm({ day, asOf }: { day: string | null; asOf: string }) {
  const t = useTranslations('accounts');
  return (
    <form action="/accounts" className="mb-4 flex flex-wrap items-end gap-3" data-print="hide">
      <Field label={t('day')} className="w-44"><Input key={day} name="day" type="date" defaultValue={day ?? ''} required /></Field>
      <Button type="submit">{t('show')}</Button>
      {day && <LinkButton href="/accounts" variant="quiet">{t('now')}</LinkButton>}
      <p className="ml-auto text-13 text-ink-2">{t('asOf')} <DateTime at={asOf} /></p>
    </form>
  );
}
