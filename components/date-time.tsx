import { cn } from './class-names';
import { PlainTime, type PlainTimeProps } from './plain-time';
import { RelativeTime } from './relative-time';

export interface DateTimeProps extends PlainTimeProps {
  /** "2 min ago" after it. */
  relative?: boolean;
}

/** A moment on the institution's clock: absolute first, relative second, the zone on hover. */
export function DateTime({ relative, className, ...moment }: DateTimeProps) {
  const ms = typeof moment.at === 'number' ? moment.at : Date.parse(moment.at);
  return (
    <span className={cn('whitespace-nowrap tabular-nums', className)}>
      <PlainTime {...moment} />
      {relative && (
        <span className="text-ink-2">
          {' · '}
          <RelativeTime at={ms} />
        </span>
      )}
    </span>
  );
}
