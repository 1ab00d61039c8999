'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Spinner } from '@/components/ui/spinner';
import { TextLink } from '@/components/ui/text-link';
import type { ReplayReport, RoutingDocument } from '@/lib/routing/model';

const percent = (part: number | null): string => (part === null ? '–' : `${Math.round(part * 1_000) / 10} %`);

/** Last week's real payments, sent again by the draft: what each channel would have got, and who would have gone elsewhere. */
export function ReplayDialog({ draft, nameOf }: { draft: RoutingDocument; nameOf: (channel: string) => string }) {
  const t = useTranslations('bank-health');
  const [open, setOpen] = useState(false);
  const report = useQuery({ queryKey: ['route-replay', draft], queryFn: () => readReplay(draft), enabled: open, staleTime: 60_000 });
  return (
    <Dialog
      title={t('replay.title')} description={t('replay.sentence')} size="lg" open={open} onOpenChange={setOpen}
      trigger={<Button variant="secondary">{t('replay.open')}</Button>}
    >
      {report.isPending && <p className="flex items-center gap-2"><Spinner /> {t('replay.running')}</p>}
      {report.error && <Banner meaning="wrong" title={t('replay.failed')} />}
      {report.data && <Replayed report={report.data} nameOf={nameOf} />}
    </Dialog>
  );
}

function Replayed({ report, nameOf }: { report: ReplayReport; nameOf: (channel: string) => string }) {
  const t = useTranslations('bank-health');
  if (report.payments === 0) return <p>{t('replay.none')}</p>;
  return (
    <div className="grid gap-4">
      <p className="font-medium">{t('replay.summary', { payments: report.payments, elsewhere: report.elsewhere })}</p>
      <ul className="grid gap-2">
        {report.channels.map((c) => (
          <li key={c.channel} className="grid gap-x-4 border-b border-line pb-2 text-13 sm:grid-cols-[8rem_1fr_1fr_1fr]">
            <span className="font-medium">{nameOf(c.channel)}</span>
            <span className="tabular-nums">{t('replay.share', { now: percent(c.now.share), then: percent(c.then.share) })}</span>
            <span className="tabular-nums">{t('replay.success', { now: percent(c.now.success), then: percent(c.then.success) })}</span>
            <span className="flex flex-wrap gap-x-1 tabular-nums">{t('replay.cost')} <Money value={c.now.cost} /> → <Money value={c.then.cost} /></span>
          </li>
        ))}
      </ul>
      {report.moved.length > 0 && (
        <section>
          <h3 className="text-14 font-semibold">{t('replay.moved', { shown: report.moved.length, count: report.elsewhere })}</h3>
          <ol className="max-h-72 divide-y divide-line overflow-y-auto" tabIndex={0} aria-label={t('replay.moved', { shown: report.moved.length, count: report.elsewhere })}>
            {report.moved.map((m) => (
              <li key={m.paymentId} className="flex flex-wrap items-baseline gap-x-3 py-1.5 text-13">
                <DateTime at={m.at} className="text-ink-2" />
                <TextLink href={`/payments/${m.paymentId}`}>{m.number}</TextLink>
                <Money value={m.amount} />
                <span>{nameOf(m.from)} → {m.to ? nameOf(m.to) : t('replay.nobody')}</span>
                <span className="text-ink-2">{m.reason ? t(`reason.${m.reason}`) : t('replay.ranked')}</span>
              </li>
            ))}
          </ol>
        </section>
      )}
    </div>
  );
}

async function readReplay(draft: RoutingDocument): Promise<ReplayReport> {
  const answer = await fetch(`/api/feeds/route-replay?${new URLSearchParams({ document: JSON.stringify(draft) }).toString()}`);
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as ReplayReport;
}
