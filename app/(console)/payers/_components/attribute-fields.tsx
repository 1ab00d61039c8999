'use client';

import { useTranslations } from 'next-intl';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import type { Attributes, AttributeView } from '@/lib/payers/model';

interface AttributeFieldsProps {
  types: readonly AttributeView[];
  values: Attributes;
  zh: boolean;
  onChange: (values: Attributes) => void;
}

/** A field for each attribute, as its type asks; empty = not known. */
export function AttributeFields({ types, values, zh, onChange }: AttributeFieldsProps) {
  const t = useTranslations('payers.edit');
  return types.map((type) => {
    const value = values[type.name] ?? '';
    const change = (next: string) => onChange({ ...values, [type.name]: next });
    const choices = type.kind === 'yes-no' ? ['yes', 'no'] : type.kind === 'choice' ? type.choices : null;
    const word = (choice: string) => (type.kind === 'yes-no' ? t(choice === 'yes' ? 'yes' : 'no') : choice);
    return (
      <Field key={type.name} label={zh ? type.labelZh : type.labelEn}>
        {choices ? (
          <Select value={value} onChange={(event) => change(event.target.value)} options={[{ value: '', label: t('notKnown') }, ...choices.map((c) => ({ value: c, label: word(c) }))]} />
        ) : (
          <Input value={value} type={type.kind === 'date' ? 'date' : 'text'} inputMode={type.kind === 'number' ? 'decimal' : undefined} maxLength={120} onChange={(event) => change(event.target.value)} />
        )}
      </Field>
    );
  });
}
