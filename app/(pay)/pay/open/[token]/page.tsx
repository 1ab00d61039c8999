import { getTranslations } from 'next-intl/server';
import { PageHeader } from '@/components/ui/page-header';
import { buttonStyle } from '@/components/ui/button-style';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('openOnce.title') };
}

/** A link that opens once: programs that look at links before people do (mail scanners, previews) do not press buttons. */
export default async function OpenOncePage({ params }: { params: Promise<{ token: string }> }) {
  const [t, { token }] = [await getTranslations('pay.openOnce'), await params];
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      <form action={`/pay/l/${token}`} method="post">
        <button type="submit" className={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>{t('open')}</button>
      </form>
    </>
  );
}
