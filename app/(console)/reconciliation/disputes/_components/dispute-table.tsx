import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import type { Meaning } from '@/components/state-shape';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { DisputeRowView, DisputeState } from '@/lib/disputes/model';

export const DISPUTE_LOOK: Readonly<Record<DisputeState, Meaning>> = { open: 'waiting', escalated: 'wrong', answered: 'good', withdrawn: 'rest' };
const SOON_MS = 4 * 3_600_000;

/** What must be answered first stands first; what is due within four hours is marked. */
export function DisputeTable({ rows, now }: { rows: readonly DisputeRowView[]; now: number }) {
  const t = useTranslations('disputes');
  return (
    <Card padding="none">
      <Table caption={t('title')}>
        <thead><tr><Th>{t('number')}</Th><Th>{t('kindOf')}</Th><Th numeric>{t('amount')}</Th><Th>{t('state')}</Th><Th>{t('due')}</Th><Th className="max-sm:hidden">{t('owner')}</Th></tr></thead>
        <tbody>
          {rows.map((row) => {
            const soon = row.status === 'open' && Date.parse(row.dueAt) - now < SOON_MS;
            return (
              <Tr key={row.id}>
                <Td><TextLink href={`/reconciliation/disputes/${row.id}`}>{row.number}</TextLink><span className="block text-12 text-ink-2">{row.paymentNumber}</span></Td>
                <Td>{t(`kind.${row.kind}`)}<span className="block max-w-60 truncate text-12 text-ink-2 max-sm:hidden">{row.text}</span></Td>
                <Td numeric><Money value={row.amount} /></Td>
                <Td><Badge meaning={soon ? 'attention' : DISPUTE_LOOK[row.status]}>{t(`status.${row.status}`)}</Badge></Td>
                <Td className="text-13"><DateTime at={row.dueAt} relative={row.status === 'open' || row.status === 'escalated'} /></Td>
                <Td className="text-13 max-sm:hidden">{row.ownerName ?? '—'}</Td>
              </Tr>
            );
          })}
        </tbody>
      </Table>
    </Card>
  );
}
