import { useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { StatusBadge } from '@/components/status-badge';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { RefundRowView } from '@/lib/refunds/model';
import type { ReactNode } from 'react';

export function RefundsCard({ rows, actions }: { rows: readonly RefundRowView[]; actions?: ReactNode }) {
  const t = useTranslations('payments');
  return (
    <Card title={t('refunds.title')} actions={actions} padding={rows.length > 0 ? 'none' : 'normal'}>
      {rows.length === 0 ? <p className="text-ink-2">{t('refunds.none')}</p> : (
        <Table caption={t('refunds.caption')}>
          <thead>
            <tr><Th>{t('refunds.number')}</Th><Th>{t('refunds.by')}</Th><Th numeric>{t('refunds.amount')}</Th><Th>{t('refunds.state')}</Th></tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Tr key={row.id}>
                <Td><TextLink href={`/refunds/${row.id}`} className="font-mono text-13">{row.number}</TextLink></Td>
                <Td>{row.requestedBy}</Td>
                <Td numeric><Money value={row.amount} outgoing="refund" /></Td>
                <Td><StatusBadge noun="refund" state={row.status} look="text" /></Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
