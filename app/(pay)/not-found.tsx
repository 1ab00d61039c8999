import { getTranslations } from 'next-intl/server';
import { PlainState } from '@/components/ui/plain-state';
import { WideLink } from '@/components/ui/plain-link';

/**
 * The same answer as outside, inside the payer's frame. A page returns it instead of calling `notFound()`, which the browser would have to finish by
 * script; the mark in its head lets the door answer 404 (lib/doors/lean-page.ts).
 */
export default async function PayNotFound() {
  const t = await getTranslations('common');
  return (
    <>
      <meta name="bafang-answer" content="404" />
      <PlainState
        level={1}
        meaning="attention"
        title={t('error.notFoundTitle')}
        money={t('error.notFoundMoney')}
        advice={t('error.notFoundAdvice')}
        actions={
          <WideLink href="/pay" variant="primary">
            {(await getTranslations('pay'))('history.back')}
          </WideLink>
        }
      />
    </>
  );
}
