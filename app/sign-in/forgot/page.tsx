import { getTranslations } from 'next-intl/server';
import { Banner } from '@/components/ui/banner';
import { TextLink } from '@/components/ui/text-link';
import { AskResetForm } from '../_components/ask-reset-form';

export async function generateMetadata() {
  return { title: (await getTranslations('identity'))('reset.askTitle') };
}

export default async function ForgotPage({ searchParams }: PageProps<'/sign-in/forgot'>) {
  const { asked } = await searchParams;
  const t = await getTranslations('identity');
  return (
    <>
      <h1 className="text-24 font-semibold">{t('reset.askTitle')}</h1>
      <p className="mt-1 mb-6 text-ink-2">{t('reset.askSentence')}</p>
      {asked === undefined ? <AskResetForm /> : <Banner meaning="good" title={t('reset.asked')}>{t('reset.askedNext')}</Banner>}
      <p className="mt-8 text-13"><TextLink href="/sign-in">{t('reset.back')}</TextLink></p>
    </>
  );
}
