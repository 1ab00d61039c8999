'use client';

import { useLocale, useTranslations } from 'next-intl';
import { StateShape, meaningText } from '@/components/state-shape';
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
        <p role="status" className="flex items-center gap-1.5 text-13">
          <StateShape meaning={enough ? 'good' : 'attention'} className={meaningText[enough ? 'good' : 'attention']} />
          {t(enough ? 'routing.enough' : 'routing.tooFew', { count: reached.length, min: routing.minChannels })}
        </p>
      </fieldset>
    </Column>
  );
}
