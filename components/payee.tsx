import { useTranslations } from 'next-intl';

/** Whom the money goes to; the first line of every payer page. */
export function Payee({ name }: { name: string }) {
  const t = useTranslations('common');
  return (
    <p className="mb-1 text-14 text-ink-2">
      {t('payee')} <strong className="font-semibold text-ink">{name}</strong>
    </p>
  );
}
