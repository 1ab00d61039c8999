import { getTranslations } from 'next-intl/server';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';

/** The same answer as outside, inside the console's frame, so that one stays where one was working. */
export default async function ConsoleNotFound() {
  const t = await getTranslations('common');
  return (
    <ErrorState
      level={1}
      meaning="attention"
      title={t('error.notFoundTitle')}
      money={t('error.notFoundMoney')}
      advice={t('error.notFoundAdvice')}
      actions={
        <LinkButton href="/today" variant="primary">
          {t('error.home')}
        </LinkButton>
      }
    />
  );
}
