import { getTranslations } from 'next-intl/server';
import { cn } from '@/components/class-names';
import { BusyButton } from '@/components/pay/busy-button';
import { PayForm } from '@/components/pay/pay-form';
import { PlainTime } from '@/components/plain-time';
import { meaningText, StateShape, type Meaning } from '@/components/state-shape';
import { buttonStyle } from '@/components/ui/button-style';
import type { DisputeRowView, DisputeState } from '@/lib/disputes/model';
import { withdrawDisputeAction } from '../../../dispute-actions';

const LOOK: Readonly<Record<DisputeState, Meaning>> = { open: 'waiting', escalated: 'attention', answered: 'good', withdrawn: 'rest' };

/** What was asked about this payment, by when it is answered, and what the answer was. */
export async function DisputeList({ asked, zone }: { asked: readonly DisputeRowView[]; zone: string }) {
  const [t, common] = await Promise.all([getTranslations('pay.dispute'), getTranslations('common')]);
  if (asked.length === 0) return null;
  return (
    <ul aria-label={t('list')} className="mb-6 divide-y divide-line rounded-md border border-line bg-surface">
      {asked.map((one) => (
        <li key={one.id} className="grid gap-2 px-4 py-3">
          <p className="flex flex-wrap items-baseline gap-x-2 font-medium">
            <span className="flex items-start gap-2">
              <StateShape meaning={LOOK[one.status]} className={cn('mt-1.75', meaningText[LOOK[one.status]])} /><span>{t(`status.${one.status}`)} · {t(`kind.${one.kind}`)}</span>
            </span>
            <span className="ml-auto text-13 font-normal text-ink-2">{one.number}</span>
          </p>
          <p className="break-words whitespace-pre-line">{one.text}</p>
          {one.answer ? (
            <div className="rounded-md bg-sunken px-3 py-2"><p className="text-13 text-ink-2">{t('answer')} {one.answeredAt && <PlainTime at={one.answeredAt} zone={zone} />}</p><p className="break-words whitespace-pre-line">{one.answer}</p></div>
          ) : one.status !== 'withdrawn' && <p className="text-14 text-ink-2">{t('by')} <PlainTime at={one.dueAt} zone={zone} />{one.status === 'escalated' && ` · ${t('escalated')}`}</p>}
          {(one.status === 'open' || one.status === 'escalated') && (
            <PayForm action={withdrawDisputeAction} hidden={[['disputeId', one.id]]} reference={common('error.reference')}>
              <BusyButton look={buttonStyle({ variant: 'secondary', size: 'lg' })}>{t('withdraw')}</BusyButton>
            </PayForm>
          )}
        </li>
      ))}
    </ul>
  );
}
