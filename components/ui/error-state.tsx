import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { cn } from '../class-names';
import { type Meaning, meaningText, StateShape } from '../state-shape';
import { CopyButton } from './copy-button';

export interface ErrorStateProps {
  /** What happened. */
  title: ReactNode;
  /** What it means for the money: "Nothing was charged." */
  money?: ReactNode;
  /** What to do now. */
  advice?: ReactNode;
  /** Number to quote to support; never a stack. */
  reference?: string;
  actions?: ReactNode;
  /** `1` when this is the whole page. */
  level?: 1 | 2;
  /** `attention` where nothing is broken, such as an address that leads nowhere. */
  meaning?: Meaning;
}

export function ErrorState({ title, money, advice, reference, actions, level = 2, meaning = 'wrong' }: ErrorStateProps) {
  const t = useTranslations('common');
  const Heading = level === 1 ? 'h1' : 'h2';
  return (
    <div role="alert" className="mx-auto grid max-w-lg gap-2 rounded-md border border-line bg-surface p-6">
      <div className="flex items-start gap-3">
        <StateShape meaning={meaning} className={cn('mt-2 size-3', meaningText[meaning])} />
        <Heading className="text-20 font-semibold">{title}</Heading>
      </div>
      {money && <p className="font-medium">{money}</p>}
      {advice && <p className="text-ink-2">{advice}</p>}
      {actions && <div className="mt-2 flex flex-wrap gap-2">{actions}</div>}
      {reference && (
        <p className="mt-2 flex flex-wrap items-center gap-2 border-t border-line pt-3 text-13 text-ink-2">
          {t('error.reference')} <code className="font-mono text-ink">{reference}</code>
          <CopyButton text={reference} label={t('error.copyReference')} />
        </p>
      )}
    </div>
  );
}
