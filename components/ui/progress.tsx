import { useTranslations } from 'next-intl';
import { cn } from '../class-names';

export interface ProgressProps {
  /** What is being done: "Issuing bills". */
  label: string;
  done: number;
  total: number | null;
  /** Seconds left, if it can be told. */
  leftSeconds?: number | null;
  failed?: number;
  className?: string;
}

/** Long work: counts and time left, never only a bar. `total: null` means not yet counted. */
export function Progress({ label, done, total, leftSeconds, failed = 0, className }: ProgressProps) {
  const t = useTranslations('common');
  const share = total === null || total === 0 ? 0 : Math.min(100, Math.round((done / total) * 100));
  return (
    <div className={cn('grid gap-1', className)}>
      <div className="flex flex-wrap justify-between gap-x-4 text-13">
        <span className="font-medium">{label}</span>
        <span className="text-ink-2">
          {total === null ? t('progress.counting', { done }) : t('progress.counts', { done, total })}
          {failed > 0 && ` · ${t('progress.failed', { failed })}`}
          {typeof leftSeconds === 'number' && ` · ${timeLeft(t, leftSeconds)}`}
        </span>
      </div>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={total ?? undefined}
        aria-valuenow={total === null ? undefined : done}
        className="h-2 overflow-hidden rounded-full border border-line-strong bg-sunken"
      >
        <svg aria-hidden className="block size-full" preserveAspectRatio="none" viewBox="0 0 100 1">
          <rect width={share} height="1" className="fill-accent" />
        </svg>
      </div>
    </div>
  );
}

function timeLeft(t: ReturnType<typeof useTranslations<'common'>>, seconds: number): string {
  return seconds < 60 ? t('progress.leftSeconds', { seconds: Math.ceil(seconds) }) : t('progress.leftMinutes', { minutes: Math.ceil(seconds / 60) });
}
