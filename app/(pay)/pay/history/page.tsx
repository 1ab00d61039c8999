import { getLocale, getTranslations } from 'next-intl/server';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { owedView, paidBefore } from '@/lib/checkout';
import { shown } from '@/lib/edge';
import { nameOf } from '../_components/names';
import { QuietLink } from '@/components/ui/plain-link';
import { currentPayer } from '../payer';
import { PaidItem } from './_components/paid-item';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('history.title') };
}

export default async function HistoryPage() {
  const ctx = await currentPayer();
  const [owed, payments, t, locale] = await Promise.all([
    shown(owedView(ctx)),
    paidBefore(ctx),
    getTranslations('pay.history'),
    getLocale(),
  ]);
  return (
    <>
      <PageHeader above={nameOf(owed.institution, locale)} title={t('title')} sentence={`${owed.payer.name} · ${owed.payer.number}`} />
      {payments.length === 0 && <EmptyState title={t('empty')}>{t('emptySentence')}</EmptyState>}
      <ul className="divide-y divide-line rounded-md border border-line bg-surface empty:hidden">
        {payments.map((payment) => (
          <PaidItem key={payment.paymentId} payment={payment} zone={owed.institution.timeZone} />
        ))}
      </ul>
      <p className="mt-8">
        <QuietLink href="/pay">{t('back')}</QuietLink>
      </p>
    </>
  );
}
