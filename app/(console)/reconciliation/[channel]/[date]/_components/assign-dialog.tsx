'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import type { ColleagueView } from '@/lib/reconciliation/model';

/** Who looks after it: oneself, a colleague, or nobody. */
export function AssignDialog({ close, send }: { close: () => void; send: (to: string) => void }) {
  const t = useTranslations('reconciliation');
  const common = useTranslations('common');
  const [to, setTo] = useState('me');
  const { data } = useQuery({ queryKey: ['recon-colleagues'], queryFn: readColleagues, staleTime: 60_000 });
  const options = [{ value: 'me', label: t('assign.me') }, ...(data ?? []).map((one) => ({ value: one.id, label: one.name })), { value: 'nobody', label: t('assign.nobody') }];
  return (
    <Dialog
      open onOpenChange={(open) => { if (!open) close(); }} title={t('assign.title')}
      footer={<><Button onClick={close}>{common('cancel')}</Button><Button variant="primary" shortcut="mod+Enter" onClick={() => send(to)}>{t('assign.go')}</Button></>}
    >
      <Field label={t('assign.to')}><Select autoFocus options={options} value={to} onChange={(event) => setTo(event.target.value)} /></Field>
    </Dialog>
  );
}

async function readColleagues(): Promise<ColleagueView[]> {
  const answer = await fetch('/api/feeds/recon-colleagues', { headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(`feed answered ${answer.status}`);
  return (await answer.json()) as ColleagueView[];
}
