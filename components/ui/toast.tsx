'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Toaster as Sonner, toast as sonner } from 'sonner';
import { type Meaning, meaningText, StateShape } from '../state-shape';
import { cn } from '../class-names';
import { Button } from './button';

/** Seconds a summary stays; longer when it offers Undo, and for ever when something went wrong. */
const STAY_MS = { plain: 6_000, undo: 12_000 };

export interface Summary {
  /** What was done: "Refund of ¥300.00 requested". */
  title: ReactNode;
  meaning?: Meaning;
  /** Its number, to be quoted later. */
  number?: string;
  /** What happens next and when; the counterparty, masked. */
  next?: ReactNode;
  undo?: () => void;
}

/** Says what an act has done. Every finished act answers with one. */
export function showSummary(summary: Summary): void {
  const wrong = summary.meaning === 'wrong';
  const duration = wrong ? Number.POSITIVE_INFINITY : summary.undo ? STAY_MS.undo : STAY_MS.plain;
  sonner.custom((id) => <SummaryToast summary={summary} close={() => sonner.dismiss(id)} />, { duration });
}

function SummaryToast({ summary, close }: { summary: Summary; close: () => void }) {
  const t = useTranslations('common');
  const meaning = summary.meaning ?? 'good';
  return (
    <div className="flex w-full items-start gap-3 rounded-md border border-line-strong bg-surface px-4 py-3 font-sans text-14 text-ink sm:w-96">
      <StateShape meaning={meaning} className={cn('mt-1.5', meaningText[meaning])} />
      <div className="min-w-0 flex-1">
        <p className="font-semibold">{summary.title}</p>
        {summary.number && <p className="font-mono text-13 text-ink-2">{summary.number}</p>}
        {summary.next && <p className="text-13 text-ink-2">{summary.next}</p>}
        {summary.undo && (
          <Button
            size="sm"
            className="mt-2"
            onClick={() => {
              summary.undo?.();
              close();
            }}
          >
            {t('undo')}
          </Button>
        )}
      </div>
      <Button variant="quiet" size="sm" square aria-label={t('close')} onClick={close} className="-mr-2">
        <X aria-hidden className="size-4" />
      </Button>
    </div>
  );
}

/** Mounted once by the root layout. */
export function Toaster() {
  const t = useTranslations('common');
  return <Sonner position="bottom-right" containerAriaLabel={t('toast.region')} gap={8} offset={16} mobileOffset={12} />;
}
