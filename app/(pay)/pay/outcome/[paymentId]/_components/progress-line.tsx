import { useTranslations } from 'next-intl';
import { cn } from '@/components/class-names';

const STEPS = ['submitted', 'confirming', 'paid'] as const;

/** Submitted → confirming → paid. Every word stays in sight on a phone: this line is what the payer came for. */
export function ProgressLine({ at }: { at: 0 | 1 | 2 | 3 }) {
  const t = useTranslations('pay.outcome.progress');
  const common = useTranslations('common');
  return (
    <ol aria-label={t('label')} className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-13 sm:gap-x-2 sm:text-14">
      {STEPS.map((step, index) => (
        <li key={step} aria-current={index === at ? 'step' : undefined} className="flex items-center gap-1.5 sm:gap-2">
          {index > 0 && <span aria-hidden className={cn('h-px w-3 sm:w-10', index <= at ? 'bg-accent' : 'bg-line-strong')} />}
          <span className={cn(index === at && 'font-semibold', index > at && 'text-ink-2')}>
            <span aria-hidden className="mr-1 text-accent">
              {index < at ? '✓' : index === at ? '◐' : ''}
            </span>
            {t(step)}
            {index < at && <span className="sr-only"> ({common('stepper.done')})</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
