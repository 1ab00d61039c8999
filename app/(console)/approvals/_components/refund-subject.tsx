import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { moneyText } from '@/components/money-format';
import { Card } from '@/components/ui/card';
import type { ApprovalView } from '@/lib/approvals';
import { consoleCtx, consoleSession } from '@/lib/edge';
import { paymentLife, refundEffect, refundLife, refundSignals } from '@/lib/reports';
import { BillsCard } from '../../payments/_components/bills-card';
import { PaymentTimeline } from '../../payments/_components/payment-timeline';
import { ChannelPolicy } from '../../payments/_components/channel-policy';
import { RefundsCard } from '../../payments/_components/refunds-card';
import { EvidenceCard } from '../../refunds/_components/evidence-card';
import { RefundBills } from '../../refunds/_components/refund-bills';
import { RefundFacts } from '../../refunds/_components/refund-facts';
import { PlannedEntries } from './planned-entries';
import { RiskCard } from './risk-card';

/** Everything needed to decide about a refund on one screen: what happens, the payment and its life, the channel's rules, the books, what went back before. */
export async function RefundSubject({ approval }: { approval: ApprovalView }) {
  const ctx = await consoleCtx('approval.read');
  const [t, { session }, found] = await Promise.all([getTranslations('approvals'), consoleSession(), refundLife(ctx, approval.subjectId)]);
  const life = found && (await paymentLife(ctx, found.refund.paymentId));
  const signals = found && life ? await refundSignals(ctx, found.refund, life.payer?.name ?? null) : [];
  const way = approval.kind === 'refund-transfer' ? 'transfer' : 'refund';
  const zone = session.institution.timeZone;
  return (
    <I18nProvider namespaces={['approvals', 'payments', 'refunds', 'ledger', 'bank-health', 'shell']} zone={zone}>
      <Card title={t('detail.what')}>
        <p className="text-16">{t(`detail.${way}.${approval.status}`, { amount: moneyText(approval.amount) })}</p>
      </Card>
      {found && life && (
        <>
          <RiskCard signals={signals} />
          <RefundFacts refund={found.refund} zone={zone} />
          <RefundBills refund={found.refund} />
          <EvidenceCard refundId={found.refund.id} files={found.refund.evidence} mayAdd={false} />
          {life.refunds && <ChannelPolicy channel={found.refund.channel} ability={life.refunds.ability} />}
          <PlannedEntries entries={refundEffect(found.refund, ctx.clock.now())} />
          <BillsCard detail={life.detail} />
          <OriginalPayment life={life} zone={zone} />
          {life.refunds && <RefundsCard rows={life.refunds.rows} />}
        </>
      )}
    </I18nProvider>
  );
}

type Life = NonNullable<Awaited<ReturnType<typeof paymentLife>>>;

async function OriginalPayment({ life, zone }: { life: Life; zone: string }) {
  const t = await getTranslations('payments');
  const { payment } = life.detail;
  return (
    <Card title={t('request.original')} sentence={[payment.number, life.payer && `${life.payer.name} · ${life.payer.number}`, payment.subject].filter(Boolean).join(' · ')}>
      <PaymentTimeline life={life} zone={zone} />
    </Card>
  );
}
