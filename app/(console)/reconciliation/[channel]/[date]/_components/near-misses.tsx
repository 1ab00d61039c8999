'use client';

import { useTranslations } from 'next-intl';
import { useShortcut } from '@/components/use-shortcut';
import { moneyText } from '@/components/money-format';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Kbd } from '@/components/ui/kbd';
import { money, toWire } from '@/lib/kernel/money';
import type { CaseDetailView, NearMissView } from '@/lib/reconciliation/model';

interface NearMissesProps {
  detail: CaseDetailView;
  rows: readonly NearMissView[];
  picks: ReadonlySet<number>;
  toggle: (place: number) => void;
  atDesk: () => boolean;
  mayDismiss: boolean;
  dismiss: (row: NearMissView) => void;
}

/** What the case might belong to. 1 to 5 pick; M matches the picks with the case. */
export function NearMisses({ detail, rows, picks, toggle, atDesk, mayDismiss, dismiss }: NearMissesProps) {
  const t = useTranslations('reconciliation');
  const firstPick = rows.findIndex((_, place) => picks.has(place));
  useShortcut({ keys: 'x', label: t('near.dismissKey'), run: () => { const row = rows[Math.max(0, firstPick)]; if (row) dismiss(row); }, enabled: () => atDesk() && mayDismiss });
  return (
    <section aria-label={t('near.title')} className="border-t border-line px-4 py-3">
      <h3 className="mb-2 text-13 font-semibold">{t('near.title')}</h3>
      <ul className="grid gap-1.5">
        {rows.map((row, place) => {
          const one = row.line ?? row.side;
          if (!one) return null;
          return (
            <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <PickKey place={place} run={() => toggle(place)} atDesk={atDesk} />
              <Checkbox
                checked={picks.has(place)} onChange={() => toggle(place)}
                label={<span className="tabular-nums">{moneyText(one.amount)} · {one.time?.slice(0, 16) ?? '—'}</span>}
              />
              <span className="font-mono text-12 break-all text-ink-2">{one.number ?? '—'}</span>
              {row.agreement.filter((a) => a.verdict === 'agrees').map((a) => <Badge key={a.field} meaning="good">{t(`side.${a.field}`)}</Badge>)}
              {row.whyNot.map((why) => <Badge key={why}>{why === 'other-amount' ? t('why.apart', { amount: moneyText(apart(detail, [row])) }) : t(`near.${why}`)}</Badge>)}
              {mayDismiss && <Button size="sm" variant="quiet" onClick={() => dismiss(row)} aria-label={t('near.dismissLabel', { number: one.number ?? '—' })}>{t('near.dismiss')}</Button>}
            </li>
          );
        })}
      </ul>
      {picks.size > 0 && (
        <p role="status" className="mt-2 text-13"><span className="text-ink-2">{t('near.left')} </span><b data-testid="picked-difference" className="tabular-nums">{moneyText(left(detail, rows.filter((_, place) => picks.has(place))))}</b></p>
      )}
    </section>
  );
}

const minorOf = (row: NearMissView): bigint => BigInt((row.line ?? row.side)?.amount.minor ?? '0');
const ownOf = (detail: CaseDetailView): bigint => BigInt((detail.bank ?? detail.ours ?? detail.difference).minor);

/** How much more (or less) they are than the case. */
const apart = (detail: CaseDetailView, rows: readonly NearMissView[]) =>
  toWire(money(rows.reduce((sum, row) => sum + minorOf(row), 0n) - ownOf(detail), detail.difference.currency));

/** What is left of the case once the picks are taken away: nothing, when they make a match. */
const left = (detail: CaseDetailView, rows: readonly NearMissView[]) => {
  const { minor, currency } = apart(detail, rows);
  return toWire(money(-BigInt(minor), currency));
};

function PickKey({ place, run, atDesk }: { place: number; run: () => void; atDesk: () => boolean }) {
  const t = useTranslations('reconciliation');
  useShortcut({ keys: String(place + 1), label: t('act.pick', { place: place + 1 }), run, enabled: atDesk });
  return <Kbd>{place + 1}</Kbd>;
}
