'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { SIGNING_ROLES, type Flow } from '@/lib/approvals/model';

const number = (text: string, least: number, most: number): number => Math.min(most, Math.max(least, Number.parseInt(text.replace(/\D/g, '') || '0', 10)));

/** When signers are reminded, when others may sign in their place, when a request ends by itself. */
export function FlowTimes({ flow, editable, onChange }: { flow: Flow; editable: boolean; onChange: (flow: Flow) => void }) {
  const t = useTranslations('approvals.flow');
  const identity = useTranslations('identity.role');
  const setRole = (role: Flow['escalateTo'][number], on: boolean) => {
    const escalateTo = SIGNING_ROLES.filter((one) => (one === role ? on : flow.escalateTo.includes(one)));
    onChange({ ...flow, escalateTo, escalateHours: escalateTo.length === 0 ? null : (flow.escalateHours ?? 24) });
  };
  return (
    <div className="mt-4 grid gap-4 border-t border-line pt-4 sm:grid-cols-3">
      <Field label={t('remind')}><Input inputMode="numeric" readOnly={!editable} value={flow.remindHours} onChange={(e) => onChange({ ...flow, remindHours: number(e.target.value, 1, 720) })} /></Field>
      <div className="grid content-start gap-1">
        <Field label={t('escalate')}>
          <Input inputMode="numeric" readOnly={!editable || flow.escalateHours === null} value={flow.escalateHours ?? ''} placeholder="—" onChange={(e) => onChange({ ...flow, escalateHours: number(e.target.value, 1, 720) })} />
        </Field>
        {SIGNING_ROLES.map((role) => <Checkbox key={role} label={identity(`${role}.name`)} checked={flow.escalateTo.includes(role)} disabled={!editable} onChange={(e) => setRole(role, e.target.checked)} />)}
      </div>
      <Field label={t('expire')}><Input inputMode="numeric" readOnly={!editable} value={flow.expireDays} onChange={(e) => onChange({ ...flow, expireDays: number(e.target.value, 1, 90) })} /></Field>
    </div>
  );
}
