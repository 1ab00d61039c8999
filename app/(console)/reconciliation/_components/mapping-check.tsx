'use client';

import { useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { Banner } from '@/components/ui/banner';
import { DescriptionList } from '@/components/ui/description-list';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { MappingCheckView } from '@/lib/reconciliation/model';
import { Findings } from './findings';

/** What the mapping makes of the whole file: sums against what the file says itself, the balances, and every line it cannot read. */
export function MappingCheck({ check }: { check: MappingCheckView | null }) {
  const t = useTranslations('reconciliation');
  const words = useTranslations('statements.errors');
  const say = (code: string, details: Readonly<Record<string, string | number>> = {}) => (words.has(code) ? words(code, details) : code);
  if (!check || check.rows === 0) return <Banner meaning="attention" title={t('mapping.nothing')}>{t('mapping.nothingSentence')}</Banner>;
  const side = (one: MappingCheckView['credit']) => <><Money value={one.amount} align="start" /> <span className="text-13 text-ink-2">{t('import.rowsOf', { count: one.count })}</span></>;
  return (
    <section aria-label={t('mapping.check')} className="grid gap-3">
      {check.rejected === 0 && check.warnings.length === 0 && <Banner meaning="good" title={t('import.good')} />}
      <DescriptionList
        items={[
          { term: t('import.rows'), value: check.rows }, { term: t('import.in'), value: side(check.credit) }, { term: t('import.out'), value: side(check.debit) },
          { term: t('import.period'), value: check.period ? `${check.period.from} – ${check.period.to}` : '—' },
          ...(check.opening && check.closing ? [{ term: t('mapping.balances'), value: <><Money value={check.opening} align="start" /> → <Money value={check.closing} align="start" /></> }] : []),
        ]}
      />
      <Table caption={t('mapping.asRead')} captionShown>
        <thead><tr><Th>{t('mapping.line')}</Th><Th>{t('mapping.field.date')}</Th><Th numeric>{t('mapping.field.amount')}</Th><Th>{t('mapping.field.merchantNo')}</Th><Th>{t('mapping.field.counterparty')}</Th></tr></thead>
        <tbody>
          {check.shown.map((row) => (
            <Tr key={row.lineNo}>
              <Td>{row.lineNo}</Td><Td className="whitespace-nowrap">{row.time ?? '—'}</Td><Td numeric>{row.direction === 'debit' && '−'}<Money value={row.amount} /></Td>
              <Td className="font-mono text-12 break-all">{row.number ?? '—'}</Td><Td>{row.counterparty ?? row.memo ?? '—'}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      {check.warnings.length > 0 && <Findings title={t('import.warnings')} rows={check.warnings.map((w) => ({ text: say(w.code, w.details), line: w.lineNo }))} />}
      {check.rejected > 0 && <Findings title={t('import.rejected', { count: check.rejected })} rows={check.rejectedRows.map((r) => ({ text: say(r.code), line: r.lineNo, raw: r.text }))} />}
    </section>
  );
}
