import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Banner } from '@/components/ui/banner';
import { I18nProvider } from '@/components/i18n-provider';
import { TextLink } from '@/components/ui/text-link';
import { getSession } from '@/lib/edge';
import { signUpOpen } from '@/lib/identity';
import { SignUpForm } from './_components/sign-up-form';

export async function generateMetadata() {
  return { title: (await getTranslations('start'))('signUp.title') };
}

export default async function SignUpPage() {
  if (await getSession()) redirect('/start');
  const t = await getTranslations('start');
  return (
    <I18nProvider namespaces={['start', 'bill-items']}>
      <h1 className="text-24 font-semibold">{t('signUp.title')}</h1>
      <p className="mt-1 mb-6 text-ink-2">{t('signUp.sentence')}</p>
      {signUpOpen() ? <SignUpForm /> : <Banner meaning="attention" title={t('signUp.closed')} />}
      <p className="mt-8 border-t border-line pt-4 text-13 text-ink-2">
        {t('signUp.known')} <TextLink href="/sign-in">{t('signUp.signIn')}</TextLink>
      </p>
    </I18nProvider>
  );
}
