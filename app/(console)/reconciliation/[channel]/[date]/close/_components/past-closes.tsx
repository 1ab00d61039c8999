import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { Banner } from '@/components/ui/banner';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { DayCloseView } from '@/lib/reconciliation/model';

/** Every close of the day; a later one is an adjustment, and the earlier proof stays as it was. */
export function PastCloses({ day }: { day: DayCloseView }) {
  const t = useTranslations('reconciliation');
  if (day.closes.length === 0) return null;
  return (
    <section className="mt-6 grid gap-3" aria-label={t('close.past')}>
      <h2 className="text-16 font-semibold">{t('close.past')}</h2>
      {day.changedSince && <Banner meaning="attention" title={t('close.changed')}>{t('close.changedSentence')}</Banner>}
      <Card padding="none">
        <Table caption={t('close.past')}>
          <thead><tr><Th numeric>{t('close.seq')}</Th><Th>{t('close.at')}</Th><Th numeric>{t('close.parts.matched')}</Th><Th numeric>{t('close.parts.open')}</Th><Th numeric>{t('close.sum')}</Th></tr></thead>
          <tbody>
            {day.closes.map((c) => (
              <Tr key={c.seq}>
                <Td numeric>{c.seq}</Td><Td><DateTime at={c.at} /></Td><Td numeric>{c.proof.parts.matched.count}</Td><Td numeric>{c.proof.parts.open.count}</Td>
                <Td numeric><Money value={c.proof.total} /></Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      </Card>
    </section>
  );
}
