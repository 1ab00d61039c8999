import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { moneyText } from '@/components/money-format';
import { StatusBadge } from '@/components/status-badge';
import { Card } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { paymentProofs } from '@/lib/payments';
import { paymentLife } from '@/lib/reports';
import { AttemptsCard } from '../_components/attempts-card';
import { BillsCard } from '../_components/bills-card';
import { HeldBanner } from '../_components/held-banner';
import { PaymentActions } from '../_components/payment-actions';
import { PaymentFacts } from '../_components/payment-facts';
import { PaymentTimeline } from '../_components/payment-timeline';
import { ProofsCard } from '../_components/proofs-card';
import { RefundsCard } from '../_components/refunds-card';
import { VouchersCard } from '../_components/vouchers-card';

export default async function PaymentPage({ params }: PageProps<'/payments/[id]'>) {
  const ctx = await consoleCtx('payment.read');
  const { id } = await params;
  const [t, { session }, life] = await Promise.all([getTranslations('payments'), consoleSession(), shown(paymentLife(ctx, id.slice(0, 40)))]);
  const zone = session.institution.timeZone;
  const { payment } = life.detail;
  const proofs = await paymentProofs(ctx, payment.id);
  return (
    <I18nProvider namespaces={['payments', 'refunds', 'bank-health', 'ledger', 'shell']} zone={zone}>
      <PageHeader
        above={<TextLink href="/payments">{t('detail.back')}</TextLink>}
        title={t('detail.title', { amount: moneyText(payment.amount) })}
        beside={<StatusBadge noun="payment" state={payment.status} />}
        sentence={t(`plain.${payment.status}`)}
        actions={<PaymentActions life={life} mayRefund={hasPermission(ctx.actor, 'refund.request')} mayConfirm={hasPermission(ctx.actor, 'payment.confirm')} />}
      />
      <HeldBanner suspense={life.detail.suspense} mayOpen={hasPermission(ctx.actor, 'suspense.read')} />
      <div className="grid items-start gap-4 desk:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-4">
          <PaymentFacts life={life} zone={zone} />
          <BillsCard detail={life.detail} />
          {life.refunds && <RefundsCard rows={life.refunds.rows} />}
          {proofs.length > 0 && <ProofsCard proofs={proofs} zone={zone} />}
          <VouchersCard vouchers={life.detail.vouchers} zone={zone} linked={hasPermission(ctx.actor, 'ledger.read')} />
        </div>
        <div className="grid gap-4">
          <Card title={t('life.title')}><PaymentTimeline life={life} zone={zone} /></Card>
          <AttemptsCard attempts={life.detail.attempts} zone={zone} />
        </div>
      </div>
    </I18nProvider>
  );
}
