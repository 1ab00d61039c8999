import { getTranslations } from 'next-intl/server';
import { PlainState } from '@/components/ui/plain-state';
import { WideLink } from '@/components/ui/plain-link';

/** Also what "not yours" looks like: nobody learns from it whether the thing exists. */
export default async function NotFound() {
  const t = await getTranslations('common');
  return (
    <main className="grid min-h-[70dvh] content-center p-4">
      <PlainState
        level={1}
        meaning="attention"
        title={t('error.notFoundTitle')}
        money={t('error.notFoundMoney')}
        advice={t('error.notFoundAdvice')}
        actions={
          <WideLink href="/" size="md" variant="primary">
            {t('error.home')}
          </WideLink>
        }
      />
    </main>
  );
}
