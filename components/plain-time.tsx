import { useTimeZone, useTranslations } from 'next-intl';
import { DEFAULT_ZONE } from '@/i18n/locale';
import { instant, zoned } from '@/lib/kernel/time';
import { cn } from './class-names';

export interface PlainTimeProps {
  /** Milliseconds since 1970 (`Instant`) or ISO text. */
  at: number | string;
  /** IANA zone of the institution; the provider's zone if left out. */
  zone?: string | undefined;
  show?: 'datetime' | 'time' | 'date' | undefined;
  className?: string | undefined;
}

/** A moment on the institution's clock, the zone on hover; no JavaScript. */
export function PlainTime({ at, zone, show = 'datetime', className }: PlainTimeProps) {
  const t = useTranslations('common');
  const contextZone = useTimeZone();
  const where = zone ?? contextZone ?? DEFAULT_ZONE;
  const ms = typeof at === 'number' ? at : Date.parse(at);
  const { date, time } = zoned(instant(ms), where);
  return (
    <time
      dateTime={new Date(ms).toISOString()}
      title={t('time.inZone', { time: `${date} ${time}`, zone: where })}
      className={cn('whitespace-nowrap tabular-nums', className)}
    >
      {{ datetime: `${date} ${time}`, time, date }[show]}
    </time>
  );
}
