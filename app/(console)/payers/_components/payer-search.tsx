import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

/** Names are sealed, so a name is found whole; a number also by its beginning. */
export function PayerSearch({ text, group }: { text: string; group: string }) {
  const t = useTranslations('payers');
  return (
    <form action="/payers" role="search" className="flex w-full items-end gap-2 sm:w-auto">
      {group && <input type="hidden" name="group" value={group} />}
      <Field label={t('filters.text')} labelHidden className="flex-1">
        <Input name="text" type="search" size="sm" placeholder={t('filters.text')} defaultValue={text} maxLength={80} className="sm:w-64" />
      </Field>
      <Button type="submit" size="sm">{t('filters.find')}</Button>
    </form>
  );
}
