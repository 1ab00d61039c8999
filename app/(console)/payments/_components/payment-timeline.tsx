import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { meaningOf } from '@/components/states';
import { Timeline, type TimelineEntry } from '@/components/ui/timeline';
import type { PaymentLife } from '@/lib/reports';
import { useChannelName } from './channel-word';

/** The life of a payment and of its orders in one line of time, each step with who caused it and on what evidence. */
export function PaymentTimeline({ life, zone }: { life: PaymentLife; zone: string }) {
  const t = useTranslations('payments');
  const nameOf = useChannelName();
  const whoOf = useWho(life.people);
  const { payment, transitions, attempts } = life.detail;
  const steps = [
    ...attempts.flatMap((attempt) => attempt.transitions.map((step) => ({
      step, noun: 'attempt' as const, title: t(`life.attempt.${step.event}`, { channel: nameOf(attempt.channel), seq: attempt.seq }),
    }))),
    ...transitions.map((step) => ({ step, noun: 'payment' as const, title: t(`life.payment.${step.event}`) })),
  ];
  // Both histories are in order already; a stable sort keeps an order's step before the payment's step that it caused.
  steps.sort((a, b) => (a.step.at < b.step.at ? -1 : a.step.at > b.step.at ? 1 : 0));
  const born: TimelineEntry = { id: 'born', meaning: 'rest', title: t('life.born'), at: <DateTime at={payment.createdAt} zone={zone} /> };
  return (
    <Timeline
      label={t('life.title')}
      entries={[born, ...steps.map(({ step, noun, title }, index): TimelineEntry => ({
        id: String(index), meaning: meaningOf(noun, step.to), title: noun === 'attempt' ? <span className="font-normal">{title}</span> : title,
        at: <DateTime at={step.at} zone={zone} />, detail: whoOf(step.actor, step.evidence),
      }))]}
    />
  );
}

/** `user:usr_…` and `callback:inb_…` in words. */
function useWho(people: PaymentLife['people']): (actor: string, evidence: string | null) => string {
  const t = useTranslations('payments');
  const nameOf = useChannelName();
  return (actor, evidence) => {
    const [kind, rest] = split(actor);
    const who = kind === 'user' ? (people[rest] ?? t('actor.user')) : kind === 'channel' ? nameOf(rest) : kind === 'payer' ? t('actor.payer')
      : t.has(`actor.${rest}`) ? t(`actor.${rest}`) : t('actor.system');
    if (!evidence) return who;
    const [source, ref] = split(evidence);
    if (!t.has(`evidence.${source}`)) return who;
    const said = t(`evidence.${source}`, { ref: ref.length > 20 ? `…${ref.slice(-8)}` : ref });
    return who === said ? who : t('life.by', { actor: who, evidence: said });
  };
}

const split = (text: string): [string, string] => {
  const colon = text.indexOf(':');
  return colon < 0 ? [text, ''] : [text.slice(0, colon), text.slice(colon + 1)];
};
