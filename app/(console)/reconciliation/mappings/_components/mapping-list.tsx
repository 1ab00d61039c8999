'use client';

import { useTranslations } from 'next-intl';
import { useTransition } from 'react';
import { DateTime } from '@/components/date-time';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { showSummary } from '@/components/ui/toast';
import { channelName, isChannelCode } from '@/lib/channels/model';
import type { MappingView } from '@/lib/reconciliation/model';
import { retireMappingAction } from '../../actions';

/** What people said about tables nobody knew, and when it was used last. */
export function MappingList({ rows, locale, mayRetire }: { rows: readonly MappingView[]; locale: string; mayRetire: boolean }) {
  const t = useTranslations('reconciliation');
  const [busy, start] = useTransition();
  const retire = (row: MappingView) => start(async () => {
    const answer = await retireMappingAction({ mappingId: row.id });
    if (answer.ok) showSummary({ title: t('mapping.retired', { name: row.name }) });
    else showSummary({ title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
  });
  return (
    <Card padding="none">
      <Table caption={t('mapping.listTitle')}>
        <thead><tr><Th>{t('mapping.name')}</Th><Th>{t('import.channel')}</Th><Th className="max-sm:hidden">{t('mapping.fields')}</Th><Th className="max-sm:hidden">{t('mapping.madeBy')}</Th><Th className="max-sm:hidden">{t('mapping.usedAt')}</Th><Th><span className="sr-only">{t('mapping.retire')}</span></Th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <Tr key={row.id}>
              <Td>{row.name}</Td><Td>{isChannelCode(row.channel) ? channelName(row.channel, locale) : row.channel}</Td>
              <Td className="text-13 max-sm:hidden">{row.fields.map((field) => t(`mapping.field.${field}`)).join(' · ')}</Td>
              <Td className="text-13 max-sm:hidden">{row.madeBy}<span className="block text-12 text-ink-2"><DateTime at={row.madeAt} /></span></Td>
              <Td className="text-13 max-sm:hidden">{row.usedAt ? <DateTime at={row.usedAt} /> : '—'}</Td>
              <Td numeric>{mayRetire && <Button size="sm" variant="quiet" pending={busy} onClick={() => retire(row)} aria-label={t('mapping.retireLabel', { name: row.name })}>{t('mapping.retire')}</Button>}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Card>
  );
}
