import { ChevronDownIcon } from '@/components/ui/small-icons';
import type { WayCardView } from '../way-words';
import { WayCard } from './way-card';

/** Ways under each other in one frame; `folded` puts them behind a line that says how many there are. The browser opens it, no script does. */
export function WayList({ ways, folded, open }: { ways: readonly WayCardView[]; folded?: string; open?: boolean }) {
  const cards = (
    <div className="divide-y divide-line">
      {ways.map((way) => (
        <WayCard key={way.channel} way={way} />
      ))}
    </div>
  );
  const frame = 'overflow-clip rounded-md border border-line-strong bg-surface';
  if (folded === undefined) return <div className={frame}>{cards}</div>;
  return (
    <details className={`group ${frame}`} open={open}>
      <summary className="flex min-h-14 list-none items-center justify-between gap-3 px-3 font-medium hover:bg-sunken sm:px-4 [&::-webkit-details-marker]:hidden">
        {folded}
        <ChevronDownIcon className="size-5 shrink-0 text-ink-2 group-open:rotate-180" />
      </summary>
      <div className="border-t border-line">{cards}</div>
    </details>
  );
}
