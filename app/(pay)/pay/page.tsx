import { getLocale, getTranslations } from 'next-intl/server';
import { Payee } from '@/components/payee';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { owedView, togetherView } from '@/lib/checkout';
import { shown } from '@/lib/edge';
import { BillPicker } from './_components/bill-picker';
import { FamilyPages } from './_components/family-pages';
import { KeepOffline } from './_components/keep-offline';
import { ListChoices } from './_components/list-choices';
import { nameOf } from './_components/names';
import { Notices } from './_components/notices';
import { PaySteps } from './_components/pay-steps';
import { QuietLink } from '@/components/ui/plain-link';
import { TogetherList } from './_components/together-list';
import { UnderWay } from './_components/under-way';
import { currentPayer, provenHere } from './payer';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('owed.title') };
}

export default async function OwedPage({ searchParams }: PageProps<'/pay'>) {
  const [owed, others, query, t, locale] = await Promise.all([
    currentPayer().then((ctx) => shown(owedView(ctx))),
    currentPayer().then(async (ctx) => togetherView(ctx, await provenHere())),
    searchParams,
    getTranslations('pay'),
    getLocale(),
  ]);
  const family = others.filter((one) => one.relation === 'family');
  const lists = [owed, ...family.map((one) => one.owed)];
  const held = lists.flatMap((one) => one.bills).filter((bill) => bill.heldBy !== null);
  return (
    <>
      <KeepOffline words={t('owed.offline')} />
      <PaySteps current={0} />
      <PageHeader
        above={<Payee name={nameOf(owed.institution, locale)} />}
        title={t('owed.title')}
        sentence={t('owed.payer', { name: owed.payer.name, number: owed.payer.number })}
      />
      <Notices givenUp={query['given-up'] !== undefined} none={query.none !== undefined} />
      <UnderWay bills={held} />
      {lists.some((one) => one.bills.some((bill) => bill.heldBy === null)) ? (
        <BillPicker lists={lists} />
      ) : (
        held.length === 0 && <EmptyState title={t('owed.nothing')}>{t('owed.nothingSentence')}</EmptyState>
      )}
      <FamilyPages family={family} />
      <TogetherList others={others.filter((one) => one.relation === 'elsewhere')} />
      {owed.bills.length > 0 && (
        <p className="mt-8 text-14 text-ink-2">{t('owed.transfer', { code: owed.payer.paymentCode.replace(/(\d{4})(?=\d)/g, '$1 ') })}</p>
      )}
      <p className="mt-8"><QuietLink href="/pay/history">{t('owed.history')}</QuietLink></p>
      <ListChoices />
    </>
  );
}
