import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { LinkButton } from '@/components/ui/link-button';

/** Chooses the moment by address, so that a day's balance can be kept as a bookmark. */
export function DayForm({ day, time, asOf, zone }: { day: string | null; time: string; asOf: string; zone: string }) {
  const t = useTranslations('ledger');
  return (
    <form action="/ledger" className="mb-4 flex flex-wrap items-end gap-3" data-print="hide">
      <Field label={t('balance.day')} className="w-44">
        <Input key={day} name="day" type="date" defaultValue={day ?? ''} required />
      </Field>
      <Field label={t('balance.time')} className="w-36">
        <Input key={time} name="time" type="time" step={1} defaultValue={time} />
      </Field>
      <Button type="submit">{t('balance.show')}</Button>
      {day && <LinkButton href="/ledger" variant="quiet">{t('balance.showNow')}</LinkButton>}
      <p className="ml-auto text-13 text-ink-2">{t('balance.asOf')} <DateTime at={asOf} zone={zone} /></p>
    </form>
  );
}
