'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { showSummary } from '@/components/ui/toast';
import { WEIGHT_DEFAULT, type HealthDesk, type RoutingDocument, type SharePreview } from '@/lib/routing/model';
import { saveRoutingAction } from '../actions';
import { MaintenanceDialog } from './maintenance-dialog';
import { WeightRow } from './weight-row';

export interface WeightsEditorProps {
  desk: HealthDesk;
  nameOf: (channel: string) => string;
  mayWrite: boolean;
  changed: () => void;
}

/** An ordinary payment, for which the shares are worked out. */
const SAMPLE_MINOR = '128000';
/** Fewer eligible channels than this and an outage leaves no backup. */
const CHANNELS_MIN = 3;

export function WeightsEditor({ desk, nameOf, mayWrite, changed }: WeightsEditorProps) {
  const t = useTranslations('bank-health');
  const [draft, setDraft] = useState<RoutingDocument>(desk.document);
  const [busy, start] = useTransition();
  const shares = useQuery({
    queryKey: ['route-shares', draft, desk.configVersion],
    queryFn: () => readShares(draft),
    placeholderData: (previous) => previous,
  });
  const masked = new Set(draft.masks.map((m) => m.channel));
  const open = desk.tiles.filter((tile) => !masked.has(tile.channel)).length;
  const differs = JSON.stringify(draft) !== JSON.stringify(desk.document);
  const setWeight = (channel: string, weight: number) => setDraft((d) => ({ ...d, weights: { ...d.weights, [channel]: weight } }));
  const setMask = (channel: string, on: boolean) => setDraft((d) => ({
    ...d, masks: on ? [...d.masks, { channel, reason: t('weights.maskReason') }] : d.masks.filter((m) => m.channel !== channel),
  }));
  const save = () => start(async () => {
    const answer = await saveRoutingAction(draft);
    showSummary(answer.ok
      ? { title: t('weights.saved', { version: answer.value.version }), next: t('weights.savedNext') }
      : { title: answer.error.message, meaning: 'wrong', number: answer.error.reference });
    changed();
  });
  return (
    <Card
      title={t('weights.title')}
      sentence={t('weights.sentence', { version: desk.configVersion })}
      actions={mayWrite && (
        <>
          <MaintenanceDialog tiles={desk.tiles} nameOf={nameOf} changed={changed} />
          <Button variant="quiet" disabled={!differs} onClick={() => setDraft(desk.document)}>{t('weights.discard')}</Button>
          <Button variant="primary" disabled={!differs} pending={busy} onClick={save}>{t('weights.save', { version: desk.configVersion + 1 })}</Button>
        </>
      )}
    >
      {open < CHANNELS_MIN && <Banner meaning="attention" title={t('weights.tooFew', { count: open })} className="mb-3">{t('weights.tooFewSentence')}</Banner>}
      <ul className="grid gap-3">
        {desk.tiles.map((tile) => (
          <WeightRow
            key={tile.channel}
            channel={tile.channel}
            name={nameOf(tile.channel)}
            weight={draft.weights[tile.channel] ?? WEIGHT_DEFAULT}
            masked={masked.has(tile.channel)}
            share={shares.data?.find((s) => s.channel === tile.channel)}
            mayWrite={mayWrite}
            onWeight={(weight) => setWeight(tile.channel, weight)}
            onMask={(on) => setMask(tile.channel, on)}
          />
        ))}
      </ul>
    </Card>
  );
}

async function readShares(draft: RoutingDocument): Promise<SharePreview[]> {
  const query = new URLSearchParams({ document: JSON.stringify(draft), amountMinor: SAMPLE_MINOR });
  const answer = await fetch(`/api/feeds/route-shares?${query.toString()}`);
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as SharePreview[];
}
