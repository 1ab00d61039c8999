'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { Badge } from '@/components/ui/badge';
import { SubmitButton } from '@/components/ui/submit-button';
import { switchInstitutionAction } from '../actions';

export function InstitutionList({ items }: { items: readonly { id: string; name: string; current: boolean }[] }) {
  const t = useTranslations('identity.account.institutions');
  const [state, send] = useActionState(switchInstitutionAction, null);
  return (
    <form action={send} className="grid gap-2">
      <FormRefusal state={state} />
      {items.map((item) => (
        <div key={item.id} className="flex min-h-9 flex-wrap items-center justify-between gap-2">
          <span className="font-medium">{item.name}</span>
          {item.current ? (
            <Badge meaning="good">{t('current')}</Badge>
          ) : (
            <SubmitButton name="institutionId" value={item.id} variant="secondary" size="sm">
              {t('enter', { name: item.name })}
            </SubmitButton>
          )}
        </div>
      ))}
    </form>
  );
}
