import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Banner } from '@/components/ui/banner';
import { TextLink } from '@/components/ui/text-link';
import { getSession } from '@/lib/edge';
import { relyingParty } from '@/lib/identity';
import { localPath } from '@/lib/identity/model';
import { PasskeyButton } from './_components/passkey-button';
import { SignInForm } from './_components/sign-in-form';

export async function generateMetadata() {
  return { title: (await getTranslations('identity'))('signIn.title') };
}

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next, ended, joined, reset } = await searchParams;
  const target = localPath(next);
  if (await getSession()) redirect(target);
  const t = await getTranslations('identity');
  return (
    <>
      <h1 className="text-24 font-semibold">{t('signIn.title')}</h1>
      <p className="mt-1 mb-6 text-ink-2">{t('signIn.sentence')}</p>
      {ended !== undefined && <Banner meaning="good" title={t('signIn.ended')} className="mb-4" />}
      {reset !== undefined && <Banner meaning="good" title={t('reset.done')} className="mb-4" />}
      {joined !== undefined && <Banner meaning="good" title={t('invitation.done')} className="mb-4" />}
      <SignInForm next={target} />
      <PasskeyButton next={target} host={relyingParty().id} />
      <p className="mt-4"><TextLink href="/sign-in/forgot">{t('signIn.forgot')}</TextLink></p>
      <p className="mt-8 border-t border-line pt-4 text-13 text-ink-2">
        {t('signIn.payer')} <TextLink href="/find">{t('signIn.payerLink')}</TextLink>
        <br />
        {t('signIn.newHere')} <TextLink href="/sign-up">{t('signIn.signUp')}</TextLink>
      </p>
    </>
  );
}
