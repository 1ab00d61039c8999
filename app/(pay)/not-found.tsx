import { getTranslations } from 'next-intl/server';
import { NotThere } from '@/components/not-there';
import { WideLink } from '@/components/ui/plain-link';

/**
 * The same answer as outside, inside the payer's frame. A page returns it instead of calling `notFound()`, which the browser would have to finish by
 * script; the mark in its head lets the door answer 404 (lib/doors/lean-page.ts).
 */
export default async function PayNotFound() {
  const t = await getTranslations('pay');
  return (
    <>
      <meta name="bafang-answer" content="404" />
      <NotThere wayOut={<WideLink href="/pay" variant="primary">{t('history.back')}</WideLink>} />
    </>
  );
}
