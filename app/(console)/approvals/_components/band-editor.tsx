'use client';

import { useTranslations } from 'next-intl';
import { moneyText } from '@/components/money-format';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SIGNING_ROLES, type Flow } from '@/lib/approvals/model';

type Band = Flow['bands'][number];
type Slot = Band['stages'][number]['slots'][number];
const anySlot = (): Slot => ({ roles: [...SIGNING_ROLES], department: null });
export const emptyBand = (): Band => ({ below: null, stages: [{ slots: [anySlot()] }] });

const yuan = (major: string): string => moneyText({ minor: `${major.replace(/\D/g, '') || '0'}00`, currency: 'CNY' });

interface BandEditorProps {
  band: Band;
  /** Limit of the band before, in whole yuan. */
  from: string | null;
  editable: boolean;
  money: boolean;
  onChange: (band: Band) => void;
  onRemove: (() => void) | null;
}

/** One band of amounts: its stages from left to right, the signatures of a stage below each other. */
export function BandEditor({ band, from, editable, money, onChange, onRemove }: BandEditorProps) {
  const t = useTranslations('approvals.flow');
  const setStages = (stages: Band['stages']) => onChange({ ...band, stages });
  const title = !money ? t('always') : band.below === null ? (from ? t('above', { from: yuan(from) }) : t('everyAmount')) : t('below', { below: yuan(band.below) });
  return (
    <li className="grid gap-3 rounded-md border border-line p-3">
      <div className="flex flex-wrap items-end justify-between gap-2">
        <h3 className="font-medium">{title}</h3>
        {editable && band.below !== null && (
          <div className="flex items-end gap-2">
            <Field label={t('limit')}><Input inputMode="numeric" className="w-36" value={band.below} onChange={(e) => onChange({ ...band, below: e.target.value.replace(/\D/g, '') || '1' })} /></Field>
            {onRemove && <Button variant="quiet" onClick={onRemove}>{t('removeBand')}</Button>}
          </div>
        )}
      </div>
      <ol className="flex flex-wrap items-stretch gap-3">
        {band.stages.map((stage, at) => (
          <li key={at} className="grid min-w-56 flex-1 content-start gap-2 rounded-md bg-sunken p-3">
            <p className="text-13 text-ink-2">{t('stage', { n: at + 1 })}{stage.slots.length > 1 && ` · ${t('sideBySide')}`}</p>
            {stage.slots.map((slot, index) => (
              <SlotEditor
                key={index} slot={slot} editable={editable} name={t('signature', { n: index + 1 })}
                onChange={(next) => setStages(band.stages.with(at, { slots: stage.slots.with(index, next) }))}
                onRemove={stage.slots.length > 1 ? () => setStages(band.stages.with(at, { slots: stage.slots.toSpliced(index, 1) })) : null}
              />
            ))}
            {editable && (
              <div className="flex flex-wrap gap-2">
                {stage.slots.length < 5 && <Button size="sm" variant="quiet" onClick={() => setStages(band.stages.with(at, { slots: [...stage.slots, anySlot()] }))}>{t('addSignature')}</Button>}
                {band.stages.length > 1 && <Button size="sm" variant="quiet" onClick={() => setStages(band.stages.toSpliced(at, 1))}>{t('removeStage')}</Button>}
              </div>
            )}
          </li>
        ))}
        {editable && band.stages.length < 5 && (
          <li className="grid place-items-center"><Button size="sm" onClick={() => setStages([...band.stages, { slots: [anySlot()] }])}>{t('addStage')}</Button></li>
        )}
      </ol>
    </li>
  );
}

function SlotEditor({ slot, name, editable, onChange, onRemove }: { slot: Slot; name: string; editable: boolean; onChange: (slot: Slot) => void; onRemove: (() => void) | null }) {
  const t = useTranslations('approvals.flow');
  const identity = useTranslations('identity.role');
  if (!editable) {
    return <p className="rounded-sm border border-line bg-surface px-3 py-2">{slot.roles.map((role) => identity(`${role}.name`)).join(' / ')}{slot.department && <span className="block text-13 text-ink-2">{slot.department}</span>}</p>;
  }
  const toggle = (role: Slot['roles'][number], on: boolean) => {
    const roles = SIGNING_ROLES.filter((one) => (one === role ? on : slot.roles.includes(one)));
    if (roles.length > 0) onChange({ ...slot, roles });
  };
  return (
    <fieldset className="grid gap-1 rounded-sm border border-line bg-surface px-3 py-2">
      <legend className="sr-only">{name}</legend>
      {SIGNING_ROLES.map((role) => <Checkbox key={role} label={identity(`${role}.name`)} checked={slot.roles.includes(role)} onChange={(e) => toggle(role, e.target.checked)} />)}
      <Field label={t('department')}><Input maxLength={60} value={slot.department ?? ''} onChange={(e) => onChange({ ...slot, department: e.target.value.trim() === '' ? null : e.target.value })} /></Field>
      {onRemove && <Button size="sm" variant="quiet" onClick={onRemove}>{t('removeSignature')}</Button>}
    </fieldset>
  );
}
