'use client';

import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { FormRefusal } from '@/components/form-refusal';
import { SubmitButton } from '@/components/ui/submit-button';
import { showSummary } from '@/components/ui/toast';
import type { ActionState } from '@/lib/edge/model';
import type { MemberChanged, MemberView } from '@/lib/identity';
import { setRolesAction, setStatusAction } from '../actions';
import { RoleChoice } from './role-choice';

type State = ActionState<MemberChanged>;

/** Roles, and the way out or back in. */
export function MemberForm({ member, done }: { member: MemberView; done: () => void }) {
  const t = useTranslations('identity.people');
  const { name, userId } = member;
  const finish = (state: State, title: string): State => {
    if (state?.ok) {
      showSummary(state.value.approvalId ? { title: t('asked', { name }), next: t('askedNext') } : { title });
      done();
    }
    return state;
  };
  const next = member.status === 'disabled' ? 'active' : 'disabled';
  const [roles, saveRoles] = useActionState(
    async (before: State, form: FormData) => finish(await setRolesAction(before, form), t('saved', { name })),
    null,
  );
  const [status, saveStatus] = useActionState(
    async (before: State, form: FormData) =>
      finish(await setStatusAction(before, form), t(next === 'active' ? 'enabled' : 'disabled', { name })),
    null,
  );
  const refused = roles?.ok === false ? roles.error.fields : {};
  return (
    <div className="grid gap-5">
      <form action={saveRoles} className="grid gap-4">
        {!refused.roles && <FormRefusal state={roles} />}
        <input type="hidden" name="userId" value={userId} />
        <RoleChoice chosen={member.roles} error={refused.roles} />
        <SubmitButton className="justify-self-start">{t('save')}</SubmitButton>
      </form>
      <form action={saveStatus} className="grid gap-3 border-t border-line pt-4">
        <FormRefusal state={status} />
        <input type="hidden" name="userId" value={userId} />
        {next === 'disabled' && <p className="text-13 text-ink-2">{t('disableSentence')}</p>}
        <SubmitButton variant={next === 'disabled' ? 'danger' : 'secondary'} name="status" value={next} className="justify-self-start">
          {t(next === 'disabled' ? 'disable' : 'enable', { name })}
        </SubmitButton>
      </form>
    </div>
  );
}
