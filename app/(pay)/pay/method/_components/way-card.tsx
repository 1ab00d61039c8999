import { cn } from '@/components/class-names';
import type { WayCardView } from '../way-words';

/**
 * One way to pay: a native radio in a card as large as a thumb. What cannot be chosen stays in sight and says why. Without the suggestion's mark
 * no card is louder than another.
 */
export function WayCard({ way, chosen }: { way: WayCardView; chosen?: boolean }) {
  return (
    <label
      className={cn(
        'flex min-h-16 items-center gap-3 px-3 py-2.5 sm:px-4',
        'has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent-strong',
        way.available ? 'hover:bg-sunken' : 'cursor-not-allowed text-ink-2',
      )}
    >
      <input
        type="radio" name="channel" value={way.channel} required disabled={!way.available} defaultChecked={chosen}
        className="size-6 shrink-0 appearance-none rounded-full border-2 border-line-strong bg-surface outline-none checked:border-7 checked:border-accent disabled:border-dashed disabled:opacity-60"
      />
      <span aria-hidden className="grid size-10 shrink-0 place-items-center rounded-md border border-line bg-paper text-16 font-semibold text-ink-2">
        {way.sign}
      </span>
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
          <span className="font-medium">{way.name}</span>
          {way.marks.map((mark) => (
            <span key={mark} className="rounded-sm border border-accent/40 px-1.5 text-12 font-medium text-accent-strong">
              {mark}
            </span>
          ))}
        </span>
        <span className="block text-13 text-ink-2">{way.why ?? way.how}</span>
      </span>
    </label>
  );
}
