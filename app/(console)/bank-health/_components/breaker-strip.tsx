import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { StatusBadge } from '@/components/status-badge';
import { Card } from '@/components/ui/card';
import type { AlarmView, ChannelTile } from '@/lib/routing/model';

export interface BreakerStripProps {
  tiles: readonly ChannelTile[];
  alarms: readonly AlarmView[];
  /** Ends of the shown time, milliseconds. */
  from: number;
  to: number;
  nameOf: (channel: string) => string;
  causeOf: (cause: string) => string;
}

interface Part {
  readonly state: string;
  readonly from: number;
  readonly to: number;
  readonly cause: string | null;
}

/** Open is hatched, half-open dotted, closed plain: told apart without colour, and each part says its cause. */
const LOOK: Readonly<Record<string, string>> = {
  closed: 'bg-good-soft',
  open: 'bg-[repeating-linear-gradient(45deg,var(--wrong)_0_3px,var(--wrong-soft)_3px_7px)]',
  'half-open': 'bg-[repeating-linear-gradient(90deg,var(--attention)_0_2px,var(--attention-soft)_2px_6px)]',
};

/** Each breaker's states over the shown time, with the causes of its moves. */
export function BreakerStrip({ tiles, alarms, from, to, nameOf, causeOf }: BreakerStripProps) {
  const t = useTranslations('bank-health');
  const width = (part: Part) => `${Math.max(0.4, ((part.to - part.from) / (to - from)) * 100)}%`;
  return (
    <Card title={t('strip.title')} sentence={t('strip.sentence')}>
      <ul className="grid gap-2">
        {tiles.map((tile) => {
          const parts = partsOf(tile, alarms, from, to);
          const last = alarms.find((a) => a.channel === tile.channel);
          return (
            <li key={tile.channel} className="grid items-center gap-x-3 gap-y-1 sm:grid-cols-[14rem_1fr]">
              <span className="flex items-center justify-between gap-2 text-13"><span className="font-medium">{nameOf(tile.channel)}</span><StatusBadge noun="breaker" state={tile.breaker} look="text" /></span>
              <span className="grid gap-0.5">
                <span aria-hidden className="flex h-4 overflow-hidden rounded-sm border border-line-strong">
                  {parts.map((part) => (
                    <span key={`${part.from}-${part.state}`} className={LOOK[part.state] ?? ''} style={{ width: width(part) }} title={part.cause ? causeOf(part.cause) : undefined} />
                  ))}
                </span>
                {last && <span className="text-12 text-ink-2"><DateTime at={last.at} /> · {causeOf(last.cause)}</span>}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

/** `alarms` newest first; before the first of the shown time the state is what that move came from. */
function partsOf(tile: ChannelTile, alarms: readonly AlarmView[], from: number, to: number): Part[] {
  const moves = alarms.filter((a) => a.channel === tile.channel).map((a) => ({ ...a, ms: Date.parse(a.at) })).filter((a) => a.ms > from && a.ms <= to).reverse();
  const parts: Part[] = [{ state: moves[0]?.from ?? tile.breaker, from, to: moves[0]?.ms ?? to, cause: null }];
  moves.forEach((move, i) => parts.push({ state: move.to, from: move.ms, to: moves[i + 1]?.ms ?? to, cause: move.cause }));
  return parts;
}
