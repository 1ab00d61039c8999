import { useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { moneyText } from '@/components/money-format';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, Td, Th, TotalRow, Tr } from '@/components/ui/table';
import type { SummaryCell, SummaryView } from '@/lib/account-centre/model';
import { money, toWire } from '@/lib/kernel/money';

const netOf = (cell: SummaryCell) => toWire(money(BigInt(cell.collected.minor) - BigInt(cell.returned.minor), cell.collected.currency));

/** Net of what went back in the cells; collected and given back apart in the sums. */
export function SummaryTable({ view, caption }: { view: SummaryView; caption: string }) {
  const t = useTranslations('accounts');
  if (view.rows.length === 0) return <EmptyState title={t('nothingFound')}>{t('nothingFoundSentence')}</EmptyState>;
  return (
    <Card padding="none">
      <Table caption={caption}>
        <thead>
          <tr>
            <Th>{caption}</Th>{view.columns.map((c) => <Th key={c.key} numeric>{c.label}</Th>)}
            <Th numeric>{t('collected')}</Th><Th numeric>{t('returned')}</Th><Th numeric>{t('net')}</Th>
          </tr>
        </thead>
        <tbody>
          {view.rows.map((row) => (
            <Tr key={row.key}>
              <Td>{row.label}</Td>{view.columns.map((c) => { const cell = row.cells[c.key]; return <Td key={c.key} numeric>{cell ? moneyText(netOf(cell)) : '—'}</Td>; })}
              <Sums cell={row.total} />
            </Tr>
          ))}
          <TotalRow><Td>{view.hiddenRows > 0 ? t('totalWith', { count: view.hiddenRows }) : t('total')}</Td>{view.columns.map((c) => <Td key={c.key} />)}<Sums cell={view.total} /></TotalRow>
        </tbody>
      </Table>
    </Card>
  );
}

const Sums = ({ cell }: { cell: SummaryCell }) => (
  <><Td numeric><Money value={cell.collected} /></Td><Td numeric>{cell.returned.minor === '0' ? '—' : <Money value={cell.returned} />}</Td><Td numeric><Money value={netOf(cell)} /></Td></>
);
