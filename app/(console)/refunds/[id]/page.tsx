import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { moneyText } from '@/components/money-format';
import { StatusBadge } from '@/components/status-badge';
import { Card } from '@/components/ui/card';
import { PageHeader } from '@/components/ui/page-header';
import { TextLink } from '@/components/ui/text-link';
import { consoleCtx, consoleSession, shown } from '@/lib/edge';
import { hasPermission } from '@/lib/identity';
import { refundLife } from '@/lib/reports';
import { VouchersCard } from '../../payments/_components/vouchers-card';
import { EvidenceCard } from '../_components/evidence-card';
import { RefundActions } from '../_components/refund-actions';
import { RefundBills } from '../_components/refund-bills';
import { RefundFacts } from '../_components/refund-facts';
import { RefundTimeline } from '../_components/refund-timeline';

export default async function RefundPage({ params }: PageProps<'/refunds/[id]'>) {
  const ctx = await consoleCtx('refund.read');
  const { id } = await params;
  const [t, { session }, { refund, vouchers }] = await Promise.all([getTranslations('refunds'), consoleSession(), shown(refundLife(ctx, id.slice(0, 40)))]);
  const zone = session.institution.timeZone;
  return (
    <I18nProvider namespaces={['refunds', 'payments', 'ledger', 'shell']} zone={zone}>
      <PageHeader
        above={<TextLink href="/refunds">{t('detail.back')}</TextLink>}
        title={t('detail.title', { amount: moneyText(refund.amount) })}
        beside={<StatusBadge noun="refund" state={refund.status} />}
        sentence={t(`plain.${refund.status}`)}
        actions={<RefundActions refund={refund} actor={ctx.actor} />}
      />
      <div className="grid items-start gap-4 desk:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="grid gap-4">
          <RefundFacts refund={refund} zone={zone} />
          <RefundBills refund={refund} />
          <EvidenceCard refundId={refund.id} files={refund.evidence} mayAdd={hasPermission(ctx.actor, 'refund.request')} />
          <VouchersCard vouchers={vouchers} zone={zone} linked={hasPermission(ctx.actor, 'ledger.read')} />
        </div>
        <Card title={t('detail.life')}><RefundTimeline refund={refund} zone={zone} /></Card>
      </div>
    </I18nProvider>
  );
}
