'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import { StateShape } from '@/components/state-shape';
import { ROLES, type Role } from '@/lib/identity/model';

/** Check boxes named `roles[]`, each with what the role may do. */
export function RoleChoice({ chosen = [], error }: { chosen?: readonly Role[]; error?: string }) {
  const t = useTranslations('identity');
  return (
    <fieldset className="grid gap-2" aria-describedby={error ? 'roles-error' : undefined}>
      <legend className="mb-1 text-13 font-medium">{t('people.roles')}</legend>
      {ROLES.map((role) => (
        <Checkbox
          key={role}
          name="roles[]"
          value={role}
          defaultChecked={chosen.includes(role)}
          label={t(`role.${role}.name`)}
          description={t(`role.${role}.can`)}
        />
      ))}
      {error && (
        <p id="roles-error" className="flex items-start gap-1.5 text-13 text-wrong">
          <StateShape meaning="wrong" className="mt-1" />
          {error}
        </p>
      )}
    </fieldset>
  );
}
