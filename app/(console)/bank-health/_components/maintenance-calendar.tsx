import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { StatusBadge } from '@/components/status-badge';
import { businessDateOf, instant } from '@/lib/kernel/time';
import type { MaintenanceView } from '@/lib/routing/model';

export interface MaintenanceCalendarProps {
  windows: readonly MaintenanceView[];
  /** The desk's own clock, ISO. */
  now: string;
  zone: string;
  nameOf: (channel: string) => string;
}

/** What banks announced, day by day. */
export function MaintenanceCalendar({ windows, now, zone, nameOf }: MaintenanceCalendarProps) {
  const t = useTranslations('bank-health');
  const days = Map.groupBy(windows, (w) => businessDateOf(instant(Math.max(Date.parse(w.startsAt), Date.parse(now))), zone));
  return (
    <Card title={t('calendar.title')} sentence={t('calendar.sentence')}>
      {windows.length === 0 ? <EmptyState title={t('calendar.none')} /> : (
        <ol className="grid gap-3">
          {[...days].map(([day, mine]) => (
            <li key={day} className="grid gap-1 sm:grid-cols-[7rem_1fr]">
              <span className="font-medium tabular-nums">{day}</span>
              <ul className="grid gap-1">
                {mine.map((w) => (
                  <li key={w.id} className="flex flex-wrap items-center gap-x-3 text-13">
                    <span className="font-medium">{nameOf(w.channel)}</span>
                    {w.startsAt <= now && <StatusBadge noun="channel" state="maintenance" look="text" />}
                    <span className="tabular-nums"><DateTime at={w.startsAt} zone={zone} show="time" /> → <DateTime at={w.endsAt} zone={zone} /></span>
                    <span className="text-ink-2">{w.note}</span>
                  </li>
                ))}
              </ul>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
