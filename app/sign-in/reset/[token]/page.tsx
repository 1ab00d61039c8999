import { getTranslations } from 'next-intl/server';
import { ErrorState } from '@/components/ui/error-state';
import { LinkButton } from '@/components/ui/link-button';
import { makeVisitor } from '@/lib/edge';
import { readPasswordReset } from '@/lib/identity';
import { ResetForm } from '../../_components/reset-form';

export async function generateMetadata() {
  return { title: (await getTranslations('identity'))('reset.title'), referrer: 'no-referrer' as const };
}

export default async function ResetPage({ params }: PageProps<'/sign-in/reset/[token]'>) {
  const token = decodeURIComponent((await params).token);
  const [t, person] = await Promise.all([getTranslations('identity'), readPasswordReset(makeVisitor({ ip: '', device: '' }), token)]);
  if (!person) {
    return <ErrorState level={1} title={t('reset.goneTitle')} advice={t('reset.goneAdvice')} actions={<LinkButton href="/sign-in/forgot">{t('reset.again')}</LinkButton>} />;
  }
  return (
    <>
      <h1 className="text-24 font-semibold">{t('reset.title')}</h1>
      <p className="mt-1 mb-6 text-ink-2">{t('reset.sentence')}</p>
      <ResetForm token={token} email={person.email} />
    </>
  );
}
