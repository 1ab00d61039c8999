import { getTranslations } from 'next-intl/server';
import { NotThere } from '@/components/not-there';
import { WideLink } from '@/components/ui/plain-link';

/** Outside of every frame: the whole page. */
export default async function NotFound() {
  const t = await getTranslations('common');
  return (
    <main className="grid min-h-[70dvh] content-center p-4">
      <NotThere wayOut={<WideLink href="/" size="md" variant="primary">{t('error.home')}</WideLink>} />
    </main>
  );
}
