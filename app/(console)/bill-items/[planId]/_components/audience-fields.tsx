'use client';

import { useTranslations } from 'next-intl';
import { Checkbox } from '@/components/ui/checkbox';
import type { GroupView } from '@/lib/payers/model';

interface AudienceFieldsProps {
  codes: readonly string[];
  groups: readonly GroupView[];
  change: (codes: string[]) => void;
}

/** Whom the plan bills: everybody, or groups with all that is below them. */
export function AudienceFields({ codes, groups, change }: AudienceFieldsProps) {
  const t = useTranslations('bill-items.audience');
  // A code whose group is gone stays to be seen, so that it can be taken out.
  const gone = codes.filter((code) => !groups.some((g) => g.code === code));
  const toggle = (code: string, on: boolean) => change(on ? [...codes, code] : codes.filter((c) => c !== code));
  const covered = (group: GroupView): boolean => {
    const above = groups.find((g) => g.code === group.parent);
    return above !== undefined && (codes.includes(above.code) || covered(above));
  };
  return (
    <details open={codes.length > 0}>
      <summary className="cursor-pointer text-13 font-semibold">{codes.length === 0 ? t('everybody') : t('some', { count: codes.length })}</summary>
      <fieldset className="mt-2 grid max-h-64 gap-1 overflow-y-auto">
        <legend className="sr-only">{t('legend')}</legend>
        {groups.map((group) => (
          <span key={group.code} style={{ paddingInlineStart: `${group.depth}rem` }}>
            <Checkbox
              label={t('group', { name: group.name, count: group.payersBelow })} checked={codes.includes(group.code) || covered(group)} disabled={covered(group)}
              onChange={(event) => toggle(group.code, event.target.checked)}
            />
          </span>
        ))}
        {gone.map((code) => <Checkbox key={code} label={t('gone', { code })} checked onChange={() => toggle(code, false)} />)}
      </fieldset>
    </details>
  );
}
