'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { DateTime } from '@/components/date-time';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { TextLink } from '@/components/ui/text-link';
import { WEIGHT_DEFAULT, type DraftPreview, type HealthDesk, type RoutingDocument } from '@/lib/routing/model';
import { ChannelRulesDialog } from './channel-rules-dialog';
import { MaintenanceDialog } from './maintenance-dialog';
import { ProposeDialog } from './propose-dialog';
import { ReplayDialog } from './replay-dialog';
import { WeightRow } from './weight-row';

export interface WeightsEditorProps {
  desk: HealthDesk;
  nameOf: (channel: string) => string;
  mayWrite: boolean;
  changed: () => void;
}

/** An ordinary payment, for which the shares are worked out. */
const SAMPLE_MINOR = '128000';

export function WeightsEditor({ desk, nameOf, mayWrite, changed }: WeightsEditorProps) {
  const t = useTranslations('bank-health');
  const [draft, setDraft] = useState<RoutingDocument>(desk.document);
  const preview = useQuery({
    queryKey: ['route-shares', draft, desk.configVersion],
    queryFn: () => readPreview(draft),
    placeholderData: (previous) => previous,
  });
  const masked = new Set(draft.masks.map((m) => m.channel));
  const differs = JSON.stringify(draft) !== JSON.stringify(desk.document);
  const thin = preview.data?.thin ?? [];
  const setWeight = (channel: string, weight: number) => setDraft((d) => ({ ...d, weights: { ...d.weights, [channel]: weight } }));
  const setMask = (channel: string, on: boolean) => setDraft((d) => ({
    ...d, masks: on ? [...d.masks, { channel, reason: t('weights.maskReason') }] : d.masks.filter((m) => m.channel !== channel),
  }));
  return (
    <Card
      title={t('weights.title')}
      sentence={t('weights.sentence', { version: desk.configVersion })}
      actions={mayWrite && (
        <>
          <MaintenanceDialog tiles={desk.tiles} nameOf={nameOf} changed={changed} />
          <ChannelRulesDialog tiles={desk.tiles} nameOf={nameOf} draft={draft} save={setDraft} />
          <ReplayDialog draft={draft} nameOf={nameOf} />
          <Button variant="quiet" disabled={!differs} onClick={() => setDraft(desk.document)}>{t('weights.discard')}</Button>
          <ProposeDialog draft={draft} version={(desk.proposed?.version ?? desk.configVersion) + 1} disabled={!differs || desk.proposed?.state === 'proposed'} thin={thin} changed={changed} />
        </>
      )}
    >
      {desk.proposed && (
        <Banner meaning="waiting" title={t(`weights.${desk.proposed.state}`, { version: desk.proposed.version })} className="mb-3">
          {desk.proposed.effectiveFrom && <>{t('weights.from')} <DateTime at={desk.proposed.effectiveFrom} /> · </>}
          <TextLink href={`/approvals/${desk.proposed.approvalId}`}>{t('weights.approval')}</TextLink>
        </Banner>
      )}
      {thin.length > 0 && (
        <Banner meaning="attention" title={t('weights.tooFew', { count: thin.length })} className="mb-3">
          {t('weights.tooFewSentence')} {thin.slice(0, 5).map((plan) => `${plan.nameZh} (${plan.channels.length})`).join(' · ')}
        </Banner>
      )}
      <ul className="grid gap-3">
        {desk.tiles.map((tile) => (
          <WeightRow
            key={tile.channel}
            channel={tile.channel}
            name={nameOf(tile.channel)}
            weight={draft.weights[tile.channel] ?? WEIGHT_DEFAULT}
            masked={masked.has(tile.channel)}
            share={preview.data?.shares.find((s) => s.channel === tile.channel)}
            mayWrite={mayWrite}
            onWeight={(weight) => setWeight(tile.channel, weight)}
            onMask={(on) => setMask(tile.channel, on)}
          />
        ))}
      </ul>
    </Card>
  );
}

async function readPreview(draft: RoutingDocument): Promise<DraftPreview> {
  const query = new URLSearchParams({ document: JSON.stringify(draft), amountMinor: SAMPLE_MINOR });
  const answer = await fetch(`/api/feeds/route-shares?${query.toString()}`);
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as DraftPreview;
}
