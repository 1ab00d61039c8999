import { getTranslations } from 'next-intl/server';
import { moneyText } from '@/components/money-format';
import { Card } from '@/components/ui/card';
import type { ApprovalView } from '@/lib/approvals';

/** What will happen if this is approved, or did, in one sentence. */
export async function RefundSubject({ approval }: { approval: ApprovalView }) {
  const t = await getTranslations('approvals');
  return (
    <Card title={t('detail.what')}>
      <p className="text-16">{t(`detail.refund.${approval.status}`, { amount: moneyText(approval.amount) })}</p>
    </Card>
  );
}
