'use client';

import { Money } from '@/components/money';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import type { MoneyWire } from '@/lib/kernel/money';

export interface OpenRow {
  readonly id: string;
  readonly date: string;
  readonly channel: string;
  readonly bank: string;
  readonly reason: string;
  readonly number: string | null;
  readonly difference: MoneyWire;
  readonly state: string;
  readonly owned: boolean;
  readonly followUpOn: string | null;
}

/** What the columns are called, and the table. */
export type OpenHeads = Readonly<Record<'caption' | 'day' | 'reason' | 'number' | 'difference' | 'state' | 'followUp', string>>;

/**
 * Open differences of all days and channels; each opens at the desk of its day. A client component, though nothing in it moves: the browser is then sent
 * the rows themselves beside the page, not every cell of them a second time, which was half of the page.
 */
export function OpenTable({ rows, heads }: { rows: readonly OpenRow[]; heads: OpenHeads }) {
  return (
    <Card padding="none">
      <Table caption={heads.caption}>
        <thead>
          <tr>
            <Th>{heads.day}</Th><Th>{heads.reason}</Th><Th className="max-sm:hidden">{heads.number}</Th><Th numeric>{heads.difference}</Th>
            <Th className="max-sm:hidden">{heads.state}</Th><Th className="max-sm:hidden">{heads.followUp}</Th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td className="whitespace-nowrap">
                <TextLink href={`/reconciliation/${row.channel}/${row.date}`}>{row.date}</TextLink>
                <span className="block text-12 text-ink-2">{row.bank}</span>
              </Td>
              <Td>{row.reason}</Td>
              <Td className="font-mono text-12 break-all max-sm:hidden">{row.number ?? '—'}</Td>
              <Td numeric><Money value={row.difference} /></Td>
              <Td className="max-sm:hidden"><Badge meaning={row.owned ? 'rest' : 'attention'}>{row.state}</Badge></Td>
              <Td className="text-13 tabular-nums max-sm:hidden">{row.followUpOn ?? '—'}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
