import { useTranslations } from 'next-intl';
import { getTranslations } from 'next-intl/server';
import { I18nProvider } from '@/components/i18n-provider';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { StatusBadge } from '@/components/status-badge';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, TotalRow, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { ApprovalView } from '@/lib/approvals';
import { consoleCtx, consoleSession } from '@/lib/edge';
import { refundsOfBatch } from '@/lib/refunds';
import { useChannelName } from '../../payments/_components/channel-word';

/** Every part of a batch: one signature covers all of them, so all of them are here. */
export async function BatchSubject({ approval }: { approval: ApprovalView }) {
  const ctx = await consoleCtx('approval.read');
  const [t, { session }, rows] = await Promise.all([getTranslations('approvals'), consoleSession(), refundsOfBatch(ctx, approval.subjectId)]);
  return (
    <I18nProvider namespaces={['approvals', 'refunds', 'payments', 'shell']} zone={session.institution.timeZone}>
      <Card title={t('detail.what')}>
        <p className="text-16">{t(`detail.batch.${approval.status}`, { amount: moneyText(approval.amount), count: rows.length })}</p>
      </Card>
      <BatchParts rows={rows} total={approval.amount} />
    </I18nProvider>
  );
}

function BatchParts({ rows, total }: { rows: Awaited<ReturnType<typeof refundsOfBatch>>; total: ApprovalView['amount'] }) {
  const t = useTranslations('refunds');
  const nameOf = useChannelName();
  return (
    <Card title={t('batch.parts')} padding="none">
      <Table caption={t('batch.parts')}>
        <thead><tr><Th>{t('column.number')}</Th><Th>{t('column.payment')}</Th><Th>{t('column.channel')}</Th><Th>{t('column.state')}</Th><Th numeric>{t('column.amount')}</Th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td><TextLink href={`/refunds/${row.id}`} className="font-mono text-13">{row.number}</TextLink></Td>
              <Td><TextLink href={`/payments/${row.paymentId}`} className="font-mono text-13">{row.paymentNumber}</TextLink></Td>
              <Td>{nameOf(row.channel)}</Td>
              <Td><StatusBadge noun="refund" state={row.status} look="text" /></Td>
              <Td numeric><Money value={row.amount} outgoing="refund" /></Td>
            </Tr>
          ))}
          <TotalRow><Td colSpan={4}>{t('detail.total')}</Td><Td numeric><Money value={total} outgoing="refund" /></Td></TotalRow>
        </tbody>
      </Table>
    </Card>
  );
}
