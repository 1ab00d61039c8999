import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { SheetCell } from '@/lib/reports/model';

const SHOWN_MAX = 100;

/** The first rows as they will be in the file; printed, they are the report. */
export async function ReportPreview({ rows, caption, more, none }: { rows: AsyncGenerator<readonly SheetCell[]>; caption: string; more: string; none: string }) {
  const all: (readonly SheetCell[])[] = [];
  for await (const row of rows) {
    all.push(row);
    if (all.length > SHOWN_MAX + 1) break;
  }
  const [header = [], ...body] = all;
  if (body.length === 0) return <EmptyState title={none} />;
  const numeric = header.map((_, i) => body.some((row) => typeof row[i] === 'object'));
  return (
    <Card padding="none">
      <Table caption={caption}>
        <thead><tr>{header.map((cell, i) => <Th key={i} {...(numeric[i] && { numeric: true })}>{textOf(cell)}</Th>)}</tr></thead>
        <tbody>
          {body.slice(0, SHOWN_MAX).map((row, at) => (
            <Tr key={at}>{row.map((cell, i) => <Td key={i} {...(numeric[i] && { numeric: true })} className="tabular-nums">{textOf(cell)}</Td>)}</Tr>
          ))}
        </tbody>
      </Table>
      {body.length > SHOWN_MAX && <p className="border-t border-line px-3 py-2 text-13 text-ink-2">{more}</p>}
    </Card>
  );
}

const textOf = (cell: SheetCell): string => (typeof cell === 'string' ? cell : cell.decimal);
