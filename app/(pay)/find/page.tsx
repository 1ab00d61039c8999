import { redirect } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { Banner } from '@/components/ui/banner';
import { Field } from '@/components/ui/field';
import { buttonStyle } from '@/components/ui/button-style';
import { Input } from '@/components/ui/input';
import { QuietLink } from '@/components/ui/plain-link';
import { PageHeader } from '@/components/ui/page-header';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('find.title') };
}

/** For somebody without a link: which institution, then number and phone digits. Also where a browser lands whose pass has run out. */
export default async function FindPage({ searchParams }: PageProps<'/find'>) {
  const { institution, lost, unknown, add, forgotten } = await searchParams;
  if (typeof institution === 'string' && /^[a-z0-9][a-z0-9-]{0,62}$/.test(institution.trim().toLowerCase()))
    redirect(`/pay/${institution.trim().toLowerCase()}`);
  const t = await getTranslations('pay.find');
  return (
    <>
      <PageHeader title={t('title')} sentence={t('sentence')} />
      {lost !== undefined && (
        <Banner live meaning="attention" title={t('lost')} className="mb-4">
          {t('lostMoney')}
        </Banner>
      )}
      {add !== undefined && <Banner live meaning="rest" title={t('add')} className="mb-4">{t('addHow')}</Banner>}
      {forgotten !== undefined && <Banner live meaning="good" title={t('forgotten')} className="mb-4" />}
      {unknown !== undefined && <Banner live meaning="attention" title={t('unknown')} className="mb-4" />}
      <form action="/find" method="get" className="grid gap-4">
        <Field label={t('institution')} description={t('institutionHint')} required>
          <Input name="institution" size="lg" autoCapitalize="none" autoComplete="off" spellCheck={false} maxLength={63} />
        </Field>
        <button type="submit" className={buttonStyle({ variant: 'primary', size: 'lg', wide: true })}>
          {t('next')}
        </button>
      </form>
      <p className="mt-8"><QuietLink href="/pay/account">{t('account')}</QuietLink></p>
    </>
  );
}
