import { useLocale, useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import type { Meaning } from '@/components/state-shape';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { channelName } from '@/lib/channels/model';
import type { WaitingView } from '@/lib/reconciliation/model';
import { QuickConfirm } from './quick-confirm';

const LOOK: Readonly<Record<WaitingView['state'], Meaning>> = { 'not-yet': 'waiting', overdue: 'attention', 'in-case': 'rest' };

/** Along the time it was paid: who told us, by when the bank must show it, and where it is being looked into. */
export function WaitingTable({ rows, mayResolve }: { rows: readonly WaitingView[]; mayResolve: boolean }) {
  const t = useTranslations('reconciliation');
  const locale = useLocale();
  return (
    <Card padding="none">
      <Table caption={t('waiting.title')}>
        <thead>
          <tr>
            <Th>{t('waiting.paidAt')}</Th><Th>{t('waiting.payment')}</Th><Th numeric>{t('waiting.amount')}</Th><Th className="max-sm:hidden">{t('waiting.toldBy')}</Th>
            <Th className="max-sm:hidden">{t('waiting.expectedBy')}</Th><Th>{t('waiting.state')}</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.attemptId}>
              <Td className="sm:whitespace-nowrap"><DateTime at={row.paidAt} /></Td>
              <Td>
                <TextLink href={`/payments/${row.paymentId}`}>{row.paymentNumber}</TextLink>
                <span className="block text-12 text-ink-2">{channelName(row.channel, locale)}</span>
              </Td>
              <Td numeric><Money value={row.amount} /></Td>
              <Td className="text-13 max-sm:hidden">{t(`waiting.by.${row.toldBy}`)}</Td>
              <Td className="text-13 whitespace-nowrap max-sm:hidden"><DateTime at={row.expectedBy} /></Td>
              <Td>
                <Badge meaning={LOOK[row.state]}>{t(`waiting.is.${row.state}`)}</Badge>
                {' '}<TextLink href={`/reconciliation/${row.channel}/${row.caseDay ?? row.day}`}>{t('waiting.day')}</TextLink>
                {row.candidate && mayResolve && <QuickConfirm row={row} lineId={row.candidate.lineId} />}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
