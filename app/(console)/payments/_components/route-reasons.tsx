import { useTranslations } from 'next-intl';
import { DateTime } from '@/components/date-time';
import { meaningText, StateShape } from '@/components/state-shape';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';
import { useChannelName } from './channel-word';
import { readDecision, type RouteDecision } from './route-decision';

type Candidate = RouteDecision['candidates'][number];
const percent = (share: number): string => `${Math.round(share * 1_000) / 10} %`;

/** "Why this bank?": who could take the payment, with which share, who was left out and why. */
export function RouteReasons({ stored, channel }: { stored: unknown; channel: string }) {
  const t = useTranslations('payments');
  const nameOf = useChannelName();
  const decision = readDecision(stored);
  if (!decision) return null;
  const eligible = decision.candidates.filter((c) => c.eligible).sort((a, b) => (a.rank ?? 99) - (b.rank ?? 99));
  const out = decision.candidates.filter((c) => !c.eligible);
  const named = nameOf(channel);
  return (
    <Popover label={t('route.title', { channel: named })} align="end" className="w-96" trigger={<Button size="sm" variant="quiet">{t('route.why', { channel: named })}</Button>}>
      <p>{decision.plan[0] === channel ? t('route.chosen', { channel: named, eligible: eligible.length }) : t('route.overruled', { channel: named })}</p>
      {eligible.length > 0 && <h3 className="mt-3 text-13 font-medium text-ink-2">{t('route.in')}</h3>}
      <ul className="grid gap-2">{eligible.map((c) => <Eligible key={c.channel} candidate={c} chosen={c.channel === channel} name={nameOf(c.channel)} />)}</ul>
      {out.length > 0 && <h3 className="mt-3 text-13 font-medium text-ink-2">{t('route.out')}</h3>}
      <ul className="grid gap-1">{out.map((c) => <LeftOut key={c.channel} candidate={c} name={nameOf(c.channel)} />)}</ul>
      <p className="mt-3 border-t border-line pt-2 text-13 text-ink-2">
        {t('route.decided', { ms: Math.max(1, Math.round(decision.micros / 1_000)), version: decision.configVersion })}
      </p>
    </Popover>
  );
}

function Eligible({ candidate, chosen, name }: { candidate: Candidate; chosen: boolean; name: string }) {
  const t = useTranslations('payments');
  const { parts, share, rank } = candidate;
  const meaning = chosen ? 'good' : 'rest';
  return (
    <li className="flex gap-2">
      <StateShape meaning={meaning} className={`mt-1.5 ${meaningText[meaning]}`} />
      <span>
        <span className={chosen ? 'font-semibold' : ''}>{name}</span> {t('route.share', { share: percent(share) })}
        {!chosen && rank !== null && rank > 0 && <span className="text-ink-2"> · {t('route.backup', { rank })}</span>}
        {parts && (
          <span className="block text-13 text-ink-2">
            {t('route.parts', { success: percent(parts.success), latency: percent(parts.latency), fee: percent(parts.fee), weight: parts.weight <= 1 ? percent(parts.weight) : String(parts.weight) })}
          </span>
        )}
      </span>
    </li>
  );
}

/** The reasons' copy belongs to the bank-health desk, which shows the same ones. */
function LeftOut({ candidate, name }: { candidate: Candidate; name: string }) {
  const t = useTranslations('payments');
  const health = useTranslations('bank-health');
  return (
    <li className="flex flex-wrap gap-x-2">
      <span>{name}</span>
      <span className="text-ink-2">
        {candidate.reason && health(`reason.${candidate.reason}`)}
        {candidate.until && <> · {t('route.until')} <DateTime at={candidate.until} show="time" /></>}
      </span>
    </li>
  );
}
