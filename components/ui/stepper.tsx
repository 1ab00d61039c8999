import { useTranslations } from 'next-intl';
import { cn } from '../class-names';

/** Where one is among a few steps: done ✓, here, still to come. */
export function Stepper({ steps, current, label }: { steps: readonly string[]; current: number; label: string }) {
  const t = useTranslations('common');
  return (
    <ol aria-label={label} className="flex flex-wrap items-center gap-x-2 gap-y-1 text-13">
      {steps.map((step, index) => {
        const state = index < current ? 'done' : index === current ? 'here' : 'later';
        return (
          <li key={step} aria-current={state === 'here' ? 'step' : undefined} className="flex items-center gap-2">
            {index > 0 && <span aria-hidden className={cn('h-px w-4 bg-line-strong sm:w-8', state === 'later' && 'bg-line')} />}
            <span
              aria-hidden
              className={cn(
                'inline-grid size-6 shrink-0 place-items-center rounded-full border text-12 font-semibold',
                state === 'later' ? 'border-line-strong text-ink-2' : 'border-accent',
                state === 'here' && 'bg-accent text-on-accent',
                state === 'done' && 'text-accent',
              )}
            >
              {state === 'done' ? '✓' : index + 1}
            </span>
            <span className={cn(state === 'here' ? 'font-semibold' : 'text-ink-2', state !== 'here' && 'max-sm:sr-only')}>
              {step}
              {state === 'done' && <span className="sr-only"> ({t('stepper.done')})</span>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
