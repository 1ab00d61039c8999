import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

/** A plain form: the search becomes part of the address. */
export function SearchForm({ status, text }: { status: string | null; text: string }) {
  const t = useTranslations('bills');
  return (
    <form action="/bills" role="search" className="flex w-full items-end gap-2 sm:w-auto">
      {status && <input type="hidden" name="status" value={status} />}
      <Field label={t('filters.text')} labelHidden className="flex-1">
        <Input name="text" type="search" size="sm" placeholder={t('filters.text')} defaultValue={text} maxLength={40} className="sm:w-64" />
      </Field>
      <Button type="submit" size="sm">{t('filters.find')}</Button>
    </form>
  );
}
