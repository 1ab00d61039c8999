import { useLocale, useTranslations } from 'next-intl';
import { PlainTime } from '@/components/plain-time';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { StatusBadge } from '@/components/status-badge';
import { channelName } from '@/lib/channels/model';
import type { PaidView } from '@/lib/checkout/model';
import { QuietLink } from '@/components/ui/plain-link';
import { titleOf } from '../../_components/names';

/** One payment that brought money: what for, when, how, what went back, and its receipt. */
export function PaidItem({ payment, zone }: { payment: PaidView; zone: string }) {
  const t = useTranslations('pay.history');
  const ask = useTranslations('pay.dispute');
  const locale = useLocale();
  return (
    <li className="grid gap-1 px-4 py-3">
      <p className="flex flex-wrap justify-between gap-x-4 font-medium">
        <span>{payment.bills > 1 ? t('several', { title: titleOf(payment, locale), more: payment.bills - 1 }) : titleOf(payment, locale)}</span>
        <Money value={payment.amount} />
      </p>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13 text-ink-2">
        <PlainTime at={payment.at} zone={zone} />
        {payment.channel && <span>{channelName(payment.channel, locale)}</span>}
        <StatusBadge noun="payment" state={payment.status} look="text" />
        {payment.refunded.minor !== '0' && <span>{t('refunded', { amount: moneyText(payment.refunded) })}</span>}
      </p>
      {payment.verifyCode ? (
        <p className="flex flex-wrap gap-x-6">
          <QuietLink href={`/receipt/${payment.verifyCode}`}>{t('receipt')}</QuietLink>
          <QuietLink href={`/pay/invoice/${payment.paymentId}`}>{t('invoice')}</QuietLink>
          <QuietLink href={`/pay/refund/${payment.paymentId}`}>{t('askBack')}</QuietLink>
          <QuietLink href={`/pay/dispute/${payment.paymentId}`}>{ask('link')}</QuietLink>
        </p>
      ) : (
        <p className="text-14 text-ink-2">{t('receiptSoon')}</p>
      )}
    </li>
  );
}
