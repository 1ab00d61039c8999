import { useTimeZone, useTranslations } from 'next-intl';
import { instant, zoned } from '@/lib/kernel/time';
import { DEFAULT_ZONE } from '@/i18n/locale';
import { cn } from './class-names';
import { RelativeTime } from './relative-time';

export interface DateTimeProps {
  /** Milliseconds since 1970 (`Instant`) or ISO text. */
  at: number | string;
  /** IANA zone of the institution; the provider's zone if left out. */
  zone?: string;
  show?: 'datetime' | 'time' | 'date';
  /** "2 min ago" after it. */
  relative?: boolean;
  className?: string;
}

/** A moment on the institution's clock: absolute first, relative second, the zone on hover. */
export function DateTime({ at, zone, show = 'datetime', relative, className }: DateTimeProps) {
  const t = useTranslations('common');
  const contextZone = useTimeZone();
  const where = zone ?? contextZone ?? DEFAULT_ZONE;
  const ms = typeof at === 'number' ? at : Date.parse(at);
  const { date, time } = zoned(instant(ms), where);
  const text = { datetime: `${date} ${time}`, time, date }[show];
  return (
    <span className={cn('whitespace-nowrap tabular-nums', className)}>
      <time dateTime={new Date(ms).toISOString()} title={t('time.inZone', { time: `${date} ${time}`, zone: where })}>
        {text}
      </time>
      {relative && (
        <span className="text-ink-2">
          {' · '}
          <RelativeTime at={ms} />
        </span>
      )}
    </span>
  );
}
