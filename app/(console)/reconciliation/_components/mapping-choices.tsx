'use client';

import { useTranslations } from 'next-intl';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { MappingLookView } from '@/lib/reconciliation/model';
import { MAPPING_DELIMITERS, MAPPING_ENCODINGS, type TableMapping } from '@/lib/statements/model';

interface MappingChoicesProps {
  mapping: TableMapping;
  look: MappingLookView;
  put: (change: Partial<TableMapping>) => void;
}

/** How the whole table is written. "By itself" is what the rules decided from the file. */
export function MappingChoices({ mapping, look, put }: MappingChoicesProps) {
  const t = useTranslations('reconciliation');
  const auto = (found?: string) => ({ value: '', label: found ? t('mapping.autoFound', { found }) : t('mapping.auto') });
  return (
    <div className="grid gap-3 sm:grid-cols-2 desk:grid-cols-3">
      {!look.sheet && (
        <>
          <Field label={t('import.encoding')}>
            <Select size="sm" value={mapping.encoding ?? ''} options={[auto(look.encoding), ...MAPPING_ENCODINGS.map((value) => ({ value, label: value }))]} onChange={(event) => put({ encoding: MAPPING_ENCODINGS.find((one) => one === event.target.value) ?? null })} />
          </Field>
          <Field label={t('mapping.delimiter')}>
            <Select size="sm" value={mapping.delimiter ?? ''} options={[auto(markOf(look.delimiter)), ...MAPPING_DELIMITERS.map((value) => ({ value, label: markOf(value) }))]} onChange={(event) => put({ delimiter: MAPPING_DELIMITERS.find((one) => one === event.target.value) ?? null })} />
          </Field>
        </>
      )}
      <Field label={t('mapping.order')}>
        <Select size="sm" value={mapping.order ?? ''} options={[auto(), { value: 'dmy', label: t('mapping.dmy') }, { value: 'mdy', label: t('mapping.mdy') }]} onChange={(event) => put({ order: event.target.value === 'dmy' ? 'dmy' : event.target.value === 'mdy' ? 'mdy' : null })} />
      </Field>
      <Field label={t('mapping.style')}>
        <Select size="sm" value={mapping.style ?? ''} options={[auto(), { value: 'point', label: '1,234.56' }, { value: 'comma', label: '1.234,56' }]} onChange={(event) => put({ style: event.target.value === 'point' ? 'point' : event.target.value === 'comma' ? 'comma' : null })} />
      </Field>
      <Field label={t('mapping.sign')}>
        <Select size="sm" value={mapping.inverted === null ? '' : mapping.inverted ? 'out' : 'in'} options={[auto(), { value: 'in', label: t('mapping.plusIn') }, { value: 'out', label: t('mapping.plusOut') }]} onChange={(event) => put({ inverted: event.target.value === '' ? null : event.target.value === 'out' })} />
      </Field>
      <Field label={t('mapping.header')}>
        <Select size="sm" value={String(mapping.headerLine)} options={[{ value: '0', label: t('mapping.noHeader') }, ...look.rows.map((row) => ({ value: String(row.lineNo), label: t('import.line', { line: row.lineNo }) }))]} onChange={(event) => put({ headerLine: Number.parseInt(event.target.value, 10) })} />
      </Field>
    </div>
  );
}

const markOf = (mark: string): string => (mark === '\t' ? 'Tab' : mark);
