import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Switch } from '@/components/ui/switch';
import type { SharePreview } from '@/lib/routing/model';

export interface WeightRowProps {
  channel: string;
  name: string;
  weight: number;
  masked: boolean;
  share: SharePreview | undefined;
  mayWrite: boolean;
  onWeight: (weight: number) => void;
  onMask: (on: boolean) => void;
}

const percent = (share: number | undefined): string => (share === undefined ? '–' : `${Math.round(share * 1_000) / 10} %`);

export function WeightRow({ name, weight, masked, share, mayWrite, onWeight, onMask }: WeightRowProps) {
  const t = useTranslations('bank-health');
  const id = useId();
  const reason = share?.reason ? t(`reason.${share.reason}`) : null;
  return (
    <li className="grid items-center gap-x-4 gap-y-1 border-b border-line pb-3 last:border-b-0 last:pb-0 sm:grid-cols-[10rem_1fr_12rem_auto]">
      <label htmlFor={id} className="font-medium">{name}</label>
      <span className="flex items-center gap-3">
        <input
          id={id} type="range" min={0} max={100} step={5} value={weight} disabled={!mayWrite || masked}
          aria-valuetext={t('weights.weight', { weight })} onChange={(event) => onWeight(Number(event.target.value))}
          className="h-6 w-full accent-accent"
        />
        <span className="w-8 text-right tabular-nums">{weight}</span>
      </span>
      <span className="text-13 tabular-nums">
        {t('weights.share', { now: percent(share?.now), then: percent(share?.then) })}
        {reason && <span className="block text-ink-2">{reason}</span>}
      </span>
      <Switch checked={masked} disabled={!mayWrite} onCheckedChange={onMask} label={t('weights.mask')} aria-label={t('weights.maskOf', { name })} className="text-13" />
    </li>
  );
}
