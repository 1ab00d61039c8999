import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { Money } from '@/components/money';
import { meaningOf } from '@/components/states';
import { StatusBadge } from '@/components/status-badge';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import { Timeline } from '@/components/ui/timeline';
import type { PastOther, PastState, PastStep } from '@/lib/reports/model';

/** How it stood at that moment, and everything that had happened by then. */
export function PastPicture({ state, zone }: { state: PastState; zone: string }) {
  const t = useTranslations('ledger');
  if (!state.existed) {
    return <EmptyState title={t('past.notYet')}><DateTime at={state.at} zone={zone} /></EmptyState>;
  }
  return (
    <div className="grid items-start gap-4 desk:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]" data-past={state.kind}>
      <div className="grid gap-4">
        <Card
          title={<span className="flex flex-wrap items-center gap-3">{t(`past.kinds.${state.kind}`)} <span className="font-mono font-normal">{state.number}</span>
            {state.status !== null && state.kind !== 'account' && <StatusBadge noun={state.kind} state={state.status} />}</span>}
          sentence={<>{t('balance.asOf')} <DateTime at={state.at} zone={zone} /> · <TextLink href={state.href}>{t('past.today')}</TextLink></>}
        >
          <DescriptionList items={state.facts.map((fact) => ({ term: t(`past.facts.${fact.name}`), value: <Money value={fact.amount} /> }))} />
        </Card>
        {state.others.length > 0 && <Others others={state.others} />}
        <Booked state={state} zone={zone} />
      </div>
      {state.steps.length > 0 && <Card title={t('past.steps')}><Steps steps={state.steps} zone={zone} /></Card>}
    </div>
  );
}

function Others({ others }: { others: readonly PastOther[] }) {
  const t = useTranslations('ledger');
  return (
    <Card title={t('past.others')} padding="none">
      <ul className="divide-y divide-line">
        {others.map((other) => (
          <li key={`${other.noun} ${other.id} ${other.amount.minor}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            <span>{t(`past.nouns.${other.noun}`)}</span><span className="min-w-0 font-mono text-13 break-all">{other.number}</span>
            {other.status !== null && <StatusBadge noun={other.noun} state={other.status} />}<span className="ml-auto"><Money value={other.amount} /></span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Vouchers by then; of an account its last lines. */
function Booked({ state, zone }: { state: PastState; zone: string }) {
  const t = useTranslations('ledger');
  const kindOf = (kind: string) => (t.has(`kind.${kind}`) ? t(`kind.${kind}` as 'kind.reversal') : kind);
  const rows = [...state.vouchers.map((v) => ({ id: v.entryId, at: v.at, kind: v.kind, amount: null })), ...state.lines.map((l) => ({ id: l.entryId, at: l.at, kind: l.kind, amount: l.amount }))];
  if (rows.length === 0) return null;
  return (
    <Card title={t('past.vouchers')} padding="none">
      <ul className="divide-y divide-line">
        {rows.map((row, at) => (
          <li key={`${row.id} ${at}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-13">
            <TextLink href={`/ledger/vouchers/${row.id}`}><span className="font-mono">{row.id}</span></TextLink><span>{kindOf(row.kind)}</span>
            <span className="ml-auto text-ink-2"><DateTime at={row.at} zone={zone} /></span>{row.amount && <Money value={row.amount} />}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Steps({ steps, zone }: { steps: readonly PastStep[]; zone: string }) {
  const t = useTranslations('ledger');
  const states = useTranslations('states');
  const word = (step: PastStep, state: string) => (states.has(`${step.noun}.${state}`) ? states(`${step.noun}.${state}` as 'payment.created') : state);
  const who = (step: PastStep): string => {
    const [kind = '', name = ''] = step.actor.split(':');
    return step.name ?? (kind === 'payer' || kind === 'user' ? t(`past.who.${kind}`) : `${t.has(`past.who.${kind}`) ? t(`past.who.${kind}` as 'past.who.system') : kind} ${name}`.trim());
  };
  return (
    <Timeline
      label={t('past.steps')}
      entries={steps.map((step, index) => ({
        id: String(index), meaning: meaningOf(step.noun, step.to), title: `${t(`past.nouns.${step.noun}`)}: ${word(step, step.to)}`, at: <DateTime at={step.at} zone={zone} />,
        detail: <>{who(step)} <span className="font-mono text-12 break-all">{step.id}</span></>,
      }))}
    />
  );
}
