import { useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { Table, Td, Th, TotalRow, Tr } from '@/components/ui/table';
import { TextLink } from '@/components/ui/text-link';
import { fromWire, sum, toWire, type Currency } from '@/lib/kernel/money';
import type { VoucherView } from '@/lib/ledger/model';

const HOME: Readonly<Record<string, string>> = { bill: '/bills', payment: '/payments', refund: '/refunds' };

/** The entry as accountants keep it on paper (记账凭证): head, lines, totals of both sides. */
export function VoucherPaper({ entry, institution, zone }: { entry: VoucherView; institution: string; zone: string }) {
  const t = useTranslations('ledger');
  const locale = useLocale();
  const home = HOME[entry.subjectKind];
  const subject = t.has(`subject.${entry.subjectKind}`) ? t(`subject.${entry.subjectKind}`) : entry.subjectKind;
  const first = entry.lines[0];
  const currency: Currency = (first?.debit ?? first?.credit)?.currency ?? 'CNY';
  const total = (side: 'debit' | 'credit') => toWire(sum(entry.lines.flatMap((line) => (line[side] ? [fromWire(line[side])] : [])), currency));
  return (
    <article className="max-w-4xl rounded-md border border-line-strong bg-surface px-4 py-5 sm:px-8">
      <h2 className="text-center text-20 font-semibold tracking-wide">{t('voucher.heading')}</h2>
      <dl className="my-4 grid gap-x-8 gap-y-1 text-13 sm:grid-cols-2">
        <Fact term={t('voucher.institution')}>{institution}</Fact>
        <Fact term={t('voucher.number')}><span className="font-mono">{entry.entryId}</span></Fact>
        <Fact term={t('voucher.day')}>{entry.businessDate}</Fact>
        <Fact term={t('voucher.at')}><DateTime at={entry.at} zone={zone} /></Fact>
        <Fact term={t('voucher.what')}>{t.has(`kind.${entry.kind}`) ? t(`kind.${entry.kind}`) : entry.kind}</Fact>
        <Fact term={t('voucher.subject')}>
          {home ? <TextLink href={`${home}/${entry.subjectId}`}>{subject}</TextLink> : subject} <code className="font-mono text-12 break-all text-ink-2">{entry.subjectId}</code>
        </Fact>
        {entry.memo && <Fact term={t('voucher.memo')}><span className="font-mono break-all">{entry.memo}</span></Fact>}
        <Fact term={t('voucher.key')}><code className="font-mono text-12 break-all text-ink-2">{entry.key}</code></Fact>
      </dl>
      <Table caption={t('voucher.caption', { id: entry.entryId })} className="border border-line-strong">
        <thead><tr><Th>{t('voucher.account')}</Th><Th numeric>{t('voucher.debit')}</Th><Th numeric>{t('voucher.credit')}</Th></tr></thead>
        <tbody>
          {entry.lines.map((line, index) => (
            <Tr key={index}>
              <Td className="min-w-36 wrap-normal">
                <span className="mr-2 font-mono text-13 whitespace-nowrap text-ink-2 max-sm:block">{line.code}</span>
                <TextLink href={`/ledger/${line.code}`}>{locale === 'en' ? line.nameEn : line.nameZh}</TextLink>
              </Td>
              <Td numeric>{line.debit && <Money value={line.debit} />}</Td>
              <Td numeric>{line.credit && <Money value={line.credit} />}</Td>
            </Tr>
          ))}
          <TotalRow><Td>{t('voucher.total')}</Td><Td numeric><Money value={total('debit')} /></Td><Td numeric><Money value={total('credit')} /></Td></TotalRow>
        </tbody>
      </Table>
    </article>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="flex gap-2">
      <dt className="w-28 shrink-0 text-ink-2">{term}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
