import { useFormatter, useTranslations } from 'next-intl';
import { Money } from '@/components/money';
import { Banner } from '@/components/ui/banner';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, TotalRow, Tr } from '@/components/ui/table';
import type { DayProof } from '@/lib/reconciliation/model';

const PARTS = ['matched', 'decided', 'open', 'suspended', 'repeated'] as const;

/** What the file's lines became, adding up to the file; and what clearing holds against what is open. */
export function ProofTable({ proof }: { proof: DayProof }) {
  const t = useTranslations('reconciliation');
  const format = useFormatter();
  return (
    <div className="grid gap-4">
      {proof.files === 0 ? <Banner meaning="attention" title={t('close.noFile')} /> : proof.ties
        ? <Banner meaning="good" title={t('close.ties')} /> : <Banner meaning="wrong" title={t('close.differs')}>{t('close.differsSentence')}</Banner>}
      <Card padding="none">
        <Table caption={t('close.file')}>
          <thead><tr><Th>{t('close.part')}</Th><Th numeric>{t('close.count')}</Th><Th numeric>{t('close.sum')}</Th></tr></thead>
          <tbody>
            {PARTS.map((part) => (
              <Tr key={part}><Td>{t(`close.parts.${part}`)}</Td><Td numeric>{format.number(proof.parts[part].count)}</Td><Td numeric><Money value={proof.parts[part].sum} /></Td></Tr>
            ))}
            <TotalRow><Td>{t('close.file')}</Td><Td numeric>{format.number(proof.lines)}</Td><Td numeric><Money value={proof.total} /></Td></TotalRow>
          </tbody>
        </Table>
      </Card>
      <Card padding="none">
        <Table caption={t('close.clearing')}>
          <tbody>
            <Tr><Td>{t('close.clearing')}</Td><Td numeric><Money value={proof.clearing} /></Td></Tr>
            <Tr><Td>{t('close.openItems')}</Td><Td numeric><Money value={proof.openItems} /></Td></Tr>
          </tbody>
        </Table>
      </Card>
    </div>
  );
}
