'use client';

import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { Money } from '@/components/money';
import { channelName } from '@/lib/channels/model';
import type { DayView, OverviewView } from '@/lib/reconciliation/model';
import { FetchStatement } from './fetch-statement';

/** Soon while a file is being matched, otherwise now and then: somebody else works on the same days. */
const POLL_MS = { matching: 1_500, quiet: 15_000 };

export function OverviewTable({ first, mayImport }: { first: OverviewView; mayImport: boolean }) {
  const t = useTranslations('reconciliation');
  const locale = useLocale();
  const { data, refetch } = useQuery({
    queryKey: ['recon-overview'], queryFn: readOverview, initialData: first,
    refetchInterval: ({ state }) => (state.data?.days.some((d) => d.channels.some((c) => c.status === 'matching')) ? POLL_MS.matching : POLL_MS.quiet),
  });
  if (data.channels.length === 0) return <EmptyState title={t('overview.none')}>{t('overview.noneSentence')}</EmptyState>;
  return (
    <Card padding="none">
      <div className="hidden sm:block">
        <Table caption={t('overview.caption')}>
          <thead>
            <tr>
              <Th>{t('overview.day')}</Th>
              {data.channels.map((channel) => <Th key={channel}>{channelName(channel, locale)}</Th>)}
            </tr>
          </thead>
          <tbody>
            {data.days.map((day, i) => (
              <Tr key={day.date}>
                <Td className="align-baseline whitespace-nowrap tabular-nums">
                  {day.date} {i === 0 && <span className="text-ink-2">{t('overview.today')}</span>}
                </Td>
                {day.channels.map((cell) => (
                  <Td key={cell.channel} className="align-baseline">
                    <DayCell cell={cell} mayImport={mayImport} changed={() => void refetch()} />
                  </Td>
                ))}
              </Tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul className="divide-y divide-line sm:hidden">
        {data.days.map((day) => (
          <li key={day.date} className="grid gap-2 px-4 py-3">
            <p className="font-medium tabular-nums">{day.date}</p>
            {day.channels.map((cell) => (
              <div key={cell.channel} className="grid grid-cols-[5.5rem_minmax(0,1fr)] items-baseline gap-2">
                <span className="text-13 text-ink-2">{channelName(cell.channel, locale)}</span>
                <DayCell cell={cell} mayImport={mayImport} changed={() => void refetch()} />
              </div>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function DayCell({ cell, mayImport, changed }: { cell: DayView; mayImport: boolean; changed: () => void }) {
  const t = useTranslations('reconciliation');
  const locale = useLocale();
  const name = channelName(cell.channel, locale);
  if (cell.status === 'no-file') {
    return (
      <span className="flex flex-wrap items-center gap-2 text-13 text-ink-3">
        {t('overview.noFile')}
        {mayImport && <FetchStatement channel={cell.channel} date={cell.date} changed={changed} />}
      </span>
    );
  }
  return (
    <Link href={`/reconciliation/${cell.channel}/${cell.date}`} className="grid justify-items-start gap-0.5 rounded-sm hover:underline" aria-label={t('overview.openDay', { channel: name, date: cell.date })}>
      {cell.status === 'matching' ? <Badge meaning="waiting">{t('overview.matching')}</Badge> : cell.status === 'tied'
        ? <Badge meaning="good">{t('overview.tied')}</Badge>
        : <Badge meaning={cell.open > 0 ? 'attention' : 'waiting'}>{cell.open > 0 ? t('overview.open', { count: cell.open }) : t('overview.notYet', { count: cell.notYet })}</Badge>}
      {cell.status === 'open' && <Money value={cell.difference} align="start" className="text-13" />}
      <span className="text-12 text-ink-2">{t('overview.matched', { count: cell.matched })}</span>
    </Link>
  );
}

async function readOverview(): Promise<OverviewView> {
  const answer = await fetch('/api/feeds/recon-overview', { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as OverviewView;
}
