import { getTranslations } from 'next-intl/server';
import { Banner } from '@/components/ui/banner';
import { PageHeader } from '@/components/ui/page-header';
import { QuietLink } from '@/components/ui/plain-link';
import { accountView } from '@/lib/checkout';
import { accountHere, provedHere } from '../payer';
import { AskMailForm } from './_components/ask-mail-form';
import { MyAccount } from './_components/my-account';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('account.title') };
}

/** One's own account: signed out, the mail that opens it; signed in, whom it holds. */
export default async function AccountPage({ searchParams }: PageProps<'/pay/account'>) {
  const [accountId, proved, query, t] = await Promise.all([accountHere(), provedHere(), searchParams, getTranslations('pay.account')]);
  const account = accountId && (await accountView(accountId));
  if (account) return <MyAccount account={account} />;
  return (
    <>
      <PageHeader title={t('title')} sentence={proved.length > 0 ? t('keepSentence', { count: proved.length }) : t('sentence')} />
      {query['over'] !== undefined && <Banner live meaning="attention" title={t('over')} className="mb-4" />}
      {query['asked'] !== undefined ? <Banner live meaning="good" title={t('asked')}>{t('askedNext')}</Banner> : <AskMailForm />}
      <p className="mt-8"><QuietLink href={proved.length > 0 ? '/pay' : '/find'}>{proved.length > 0 ? t('back') : t('find')}</QuietLink></p>
    </>
  );
}
