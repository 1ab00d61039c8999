'use client';

import { useLocale, useTranslations } from 'next-intl';
import { StateShape, meaningText } from '@/components/state-shape';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { ROUTABLE_CHANNELS, type FeePlanDocument, type RoutableChannel, type Routing } from '@/lib/bill-items/model';
import { channelName } from '@/lib/channels/model';
import { Column } from './column';

const CHANNELS = Object.keys(ROUTABLE_CHANNELS) as RoutableChannel[];

/** Which channels a payment may go through, and how much each is preferred; live health decides the rest. */
export function RoutingColumn({
  plan,
  change,
  readOnly,
}: {
  plan: FeePlanDocument;
  change: (routing: Routing) => void;
  readOnly: boolean;
}) {
  const t = useTranslations('bill-items');
  const locale = useLocale();
  const { routing, methods } = plan;
  // Only channels that could carry this plan: the others would be a dozen sliders that do nothing.
  const served = CHANNELS.filter((c) => methods.allowed.includes(ROUTABLE_CHANNELS[c]));
  const reached = served.filter((c) => routing.weights[c] > 0);
  const sum = reached.reduce((total, c) => total + routing.weights[c], 0);
  const enough = reached.length >= routing.minChannels;
  return (
    <Column title={t('routing.title')} sentence={t('routing.sentence')}>
      <fieldset disabled={readOnly} className="grid gap-3">
        {served.map((channel) => {
          const share = reached.includes(channel) ? Math.round((routing.weights[channel] * 100) / sum) : 0;
          return (
            <Field key={channel} label={channelName(channel, locale)} note={`${share} %`}>
              <Input
                type="range"
                min={0}
                max={100}
                step={5}
                size="sm"
                value={routing.weights[channel]}
                className="px-0 accent-accent"
                aria-valuetext={t('routing.weight', { weight: routing.weights[channel], share })}
                onChange={(event) =>
                  change({ ...routing, weights: { ...routing.weights, [channel]: Number.parseInt(event.target.value, 10) } })
                }
              />
            </Field>
          );
        })}
        <RefundNeeds routing={routing} change={change} />
        <p role="status" className="flex items-center gap-1.5 text-13">
          <StateShape meaning={enough ? 'good' : 'attention'} className={meaningText[enough ? 'good' : 'attention']} />
          {t(enough ? 'routing.enough' : 'routing.tooFew', { count: reached.length, min: routing.minChannels })}
        </p>
      </fieldset>
    </Column>
  );
}

/** Channels whose refunds cannot do this are left out by the router; nothing asked for means any channel will do. */
function RefundNeeds({ routing, change }: { routing: Routing; change: (routing: Routing) => void }) {
  const t = useTranslations('bill-items');
  const { refundNeeds: needs, ...rest } = routing;
  const set = (windowDays: number, partial: boolean) => change(windowDays > 0 || partial ? { ...rest, refundNeeds: { windowDays, partial } } : rest);
  return (
    <div className="grid gap-2 border-t border-line pt-3">
      <Field label={t('routing.refundDays')} note={t('routing.refundDaysNote')}>
        <Input
          type="number" min={0} max={3_650} step={1} size="sm" value={needs?.windowDays ?? 0}
          onChange={(event) => set(Math.min(3_650, Math.max(0, Number.parseInt(event.target.value, 10) || 0)), needs?.partial ?? false)}
        />
      </Field>
      <Checkbox
        checked={needs?.partial ?? false} label={t('routing.refundParts')}
        onChange={(event) => set(needs?.windowDays ?? 0, event.target.checked)}
      />
    </div>
  );
}
