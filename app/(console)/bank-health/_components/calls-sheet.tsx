'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { Sheet } from '@/components/ui/sheet';
import { TextLink } from '@/components/ui/text-link';
import type { CallBehind, HealthWindow } from '@/lib/routing/model';

const MEANING = { good: 'good', timeout: 'wrong', failure: 'attention' } as const;
const meaningOf = (signal: string) => (signal === 'good' || signal === 'timeout' || signal === 'failure' ? MEANING[signal] : 'waiting');

/** From a dip in the curve to the calls and payments that made it, the bad ones first. */
export function CallsSheet({ at, window, nameOf, close }: { at: string | null; window: HealthWindow; nameOf: (channel: string) => string; close: () => void }) {
  const t = useTranslations('bank-health');
  const calls = useQuery({ queryKey: ['channel-calls', at, window], queryFn: () => readCalls(at!, window), enabled: at !== null });
  return (
    <Sheet title={t('calls.title')} sentence={at ? <DateTime at={at} /> : ''} open={at !== null} onOpenChange={(open) => !open && close()} width="lg">
      {calls.data?.length === 0 && <EmptyState title={t('calls.none')} />}
      <ol className="divide-y divide-line">
        {calls.data?.map((call) => (
          <li key={call.id} className="flex flex-wrap items-baseline gap-x-3 gap-y-1 py-2 text-13">
            <DateTime at={call.at} show="time" className="text-ink-2" />
            <span className="font-medium">{nameOf(call.channel)}</span>
            <Badge meaning={meaningOf(call.signal)}>{t(`calls.signal.${call.signal}`)}</Badge>
            <span>{t(`calls.operation.${call.operation}`)}</span>
            <span className="tabular-nums text-ink-2">{call.durationMs} ms</span>
            {call.code && <span className="font-mono text-12 text-ink-2">{call.code}</span>}
            {call.payment && (
              <span className="flex flex-wrap gap-x-2"><TextLink href={`/payments/${call.payment.id}`}>{call.payment.number}</TextLink> <Money value={call.payment.amount} /></span>
            )}
          </li>
        ))}
      </ol>
    </Sheet>
  );
}

async function readCalls(at: string, window: HealthWindow): Promise<CallBehind[]> {
  const answer = await fetch(`/api/feeds/channel-calls?${new URLSearchParams({ at: String(Date.parse(at)), window }).toString()}`);
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as CallBehind[];
}
