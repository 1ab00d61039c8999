import { getLocale, getTranslations } from 'next-intl/server';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { StatusBadge } from '@/components/status-badge';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { channelName } from '@/lib/channels/model';
import { owedView, paidBefore } from '@/lib/checkout';
import { shown } from '@/lib/edge';
import { nameOf } from '../_components/names';
import { currentPayer } from '../payer';

export async function generateMetadata() {
  return { title: (await getTranslations('pay'))('history.title') };
}

export default async function HistoryPage() {
  const ctx = await currentPayer();
  const [owed, payments, t, locale] = await Promise.all([shown(owedView(ctx)), paidBefore(ctx), getTranslations('pay.history'), getLocale()]);
  return (
    <>
      <PageHeader above={nameOf(owed.institution, locale)} title={t('title')} sentence={`${owed.payer.name} · ${owed.payer.number}`} />
      {payments.length === 0 && <EmptyState title={t('empty')}>{t('emptySentence')}</EmptyState>}
      <ul className="divide-y divide-line rounded-md border border-line bg-surface empty:hidden">
        {payments.map((payment) => (
          <li key={payment.paymentId} className="grid gap-1 px-4 py-3">
            <p className="flex flex-wrap justify-between gap-x-4 font-medium"><span>{payment.subject}</span><Money value={payment.amount} /></p>
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-ink-2">
              <DateTime at={payment.at} zone={owed.institution.timeZone} />
              {payment.channel && <span>{channelName(payment.channel, locale)}</span>}
              <StatusBadge noun="payment" state={payment.status} look="text" />
              {payment.refunded.minor !== '0' && <span>{t('refunded', { amount: moneyText(payment.refunded) })}</span>}
            </p>
            <p className="text-14">
              {payment.verifyCode ? <TextLink href={`/receipt/${payment.verifyCode}`} className="inline-flex min-h-11 items-center">{t('receipt')}</TextLink> : t('receiptSoon')}
            </p>
          </li>
        ))}
      </ul>
      <p className="mt-8 text-14"><TextLink href="/pay">{t('back')}</TextLink></p>
    </>
  );
}
