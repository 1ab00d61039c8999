import { getTranslations } from 'next-intl/server';
import { buttonStyle } from '@/components/ui/button-style';
import { Checkbox } from '@/components/ui/checkbox';
import { PageHeader } from '@/components/ui/page-header';
import { openAccountAction } from '../../actions';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('account.openTitle') };
}

/** From the mail. Programs that look at links before people do (mail scanners, previews) do not press buttons, so nothing is used up by looking. */
export default async function OpenAccountPage({ params }: { params: Promise<{ token: string }> }) {
  const [t, { token }] = [await getTranslations('pay.account'), await params];
  return (
    <>
      <PageHeader title={t('openTitle')} sentence={t('openSentence')} />
      <form action={openAccountAction} className="grid gap-4">
        <input type="hidden" name="token" value={decodeURIComponent(token)} />
        <Checkbox size="lg" name="own" value="yes" label={t('own')} description={t('ownAbout')} />
        <button type="submit" className={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>{t('open')}</button>
      </form>
    </>
  );
}
