import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { PAST_KINDS, type PastKind } from '@/lib/reports/model';

/** Which thing, and as of when; an address, so that it can be sent to somebody. Without a day: now. */
export function PastForm({ kind, text, day, time }: { kind: PastKind; text: string; day: string; time: string }) {
  const t = useTranslations('ledger');
  return (
    <form action="/ledger/past" className="mb-4 flex flex-wrap items-end gap-3" data-print="hide">
      <Field label={t('past.kind')} className="w-36"><Select key={kind} name="kind" defaultValue={kind} options={PAST_KINDS.map((one) => ({ value: one, label: t(`past.kinds.${one}`) }))} /></Field>
      <Field label={t('past.number')} className="w-72 max-sm:w-full"><Input key={text} name="ref" defaultValue={text} required className="font-mono" /></Field>
      <Field label={t('balance.day')} className="w-44"><Input key={day} name="day" type="date" defaultValue={day} /></Field>
      <Field label={t('balance.time')} className="w-36"><Input key={time} name="time" type="time" step={1} defaultValue={time} /></Field>
      <Button type="submit" variant="primary">{t('past.show')}</Button>
    </form>
  );
}
