import { redirect } from 'next/navigation';
import { getLocale, getTranslations } from 'next-intl/server';
import { Payee } from '@/components/payee';
import { institutionBySlug } from '@/lib/checkout';
import { nameOf } from '../_components/names';
import { LookUpForm } from './_components/look-up-form';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('lookUp.title') };
}

/** Number and the last four digits of the phone. A wrong number and wrong digits are answered alike. */
export default async function LookUpPage({ params }: PageProps<'/pay/[slug]'>) {
  const [institution, t, locale] = await Promise.all([
    params.then(({ slug }) => institutionBySlug(slug)),
    getTranslations('pay.lookUp'),
    getLocale(),
  ]);
  if (!institution) redirect('/find?unknown=1');
  return (
    <>
      <Payee name={nameOf(institution, locale)} />
      <h1 className="text-24 font-semibold">{t('title')}</h1>
      <p className="mt-1 mb-6 text-ink-2">{t('sentence')}</p>
      <LookUpForm slug={institution.slug} />
    </>
  );
}
