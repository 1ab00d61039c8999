import { getTranslations } from 'next-intl/server';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';

/** The same answer as outside, inside the payer's frame. */
export default async function PayNotFound() {
  const t = await getTranslations('common');
  return (
    <ErrorState
      level={1}
      meaning="attention"
      title={t('error.notFoundTitle')}
      money={t('error.notFoundMoney')}
      advice={t('error.notFoundAdvice')}
      actions={
        <LinkButton href="/pay" size="lg" variant="primary">
          {(await getTranslations('pay'))('history.back')}
        </LinkButton>
      }
    />
  );
}
