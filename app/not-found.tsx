import { getTranslations } from 'next-intl/server';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';

/** Also what "not yours" looks like: nobody learns from it whether the thing exists. */
export default async function NotFound() {
  const t = await getTranslations('common');
  return (
    <main className="grid min-h-[70dvh] content-center p-4">
      <ErrorState
        level={1}
        meaning="attention"
        title={t('error.notFoundTitle')}
        money={t('error.notFoundMoney')}
        advice={t('error.notFoundAdvice')}
        actions={
          <LinkButton href="/" variant="primary">
            {t('error.home')}
          </LinkButton>
        }
      />
    </main>
  );
}
