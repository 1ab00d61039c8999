'use client';

import { useTranslations } from 'next-intl';
import { cn } from '@/components/class-names';
import { Select } from '@/components/ui/select';
import type { MappingLookView } from '@/lib/reconciliation/model';
import { MAPPED_FIELDS, type MappedField, type TableMapping } from '@/lib/statements/model';

interface MappingTableProps {
  look: MappingLookView;
  mapping: TableMapping;
  assign: (column: number, field: MappedField | null) => void;
  chooseHeader: (line: number) => void;
}

const ROWS_SHOWN = 14;

/** The first rows as they stand in the file. Above every column stands what it holds; a press on a line number makes that line the header. */
export function MappingTable({ look, mapping, assign, chooseHeader }: MappingTableProps) {
  const t = useTranslations('reconciliation');
  const width = Math.max(...look.rows.map((row) => row.cells.length), 1);
  const fieldOf = new Map(Object.entries(mapping.columns).map(([field, column]) => [column, field]));
  const options = MAPPED_FIELDS.map((value) => ({ value, label: t(`mapping.field.${value}`) }));
  return (
    <div role="region" aria-label={t('mapping.rows')} tabIndex={0} className="max-h-80 overflow-auto rounded-md border border-line">
      <table className="border-collapse text-13">
        <caption className="sr-only">{t('mapping.rows')}</caption>
        <thead className="sticky top-0 bg-surface">
          <tr>
            <th scope="col" className="px-2 py-1 text-left text-12 font-medium text-ink-2">{t('mapping.line')}</th>
            {Array.from({ length: width }, (_, column) => (
              <th key={column} scope="col" className="min-w-36 border-l border-line px-1 py-1 font-normal">
                <Select
                  size="sm" aria-label={t('mapping.columnLabel', { column: column + 1 })} placeholder={t('mapping.unused')} value={fieldOf.get(column) ?? ''} options={options}
                  className={cn(fieldOf.has(column) && 'rounded-sm ring-2 ring-accent')} onChange={(event) => assign(column, MAPPED_FIELDS.find((one) => one === event.target.value) ?? null)}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {look.rows.slice(0, ROWS_SHOWN).map((row) => (
            <tr key={row.lineNo} className={cn('border-t border-line', row.lineNo === mapping.headerLine && 'bg-accent-soft font-medium', row.lineNo < mapping.headerLine && 'text-ink-3')}>
              <td className="px-2 py-1">
                <button type="button" className="min-h-6 min-w-6 tabular-nums underline" aria-label={t('mapping.headerIs', { line: row.lineNo })} onClick={() => chooseHeader(row.lineNo)}>{row.lineNo}</button>
              </td>
              {Array.from({ length: width }, (_, column) => <td key={column} className="max-w-60 truncate border-l border-line px-2 py-1">{row.cells[column] ?? ''}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
