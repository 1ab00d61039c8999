'use client';

import { useTranslations } from 'next-intl';
import { useActionState, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { RadioCards } from '@/components/ui/radio-cards';
import { SubmitButton } from '@/components/ui/submit-button';
import { TEMPLATES, type TemplateCode } from '@/lib/bill-items/model';
import { createPlanAction } from '../actions';

const codeOf = (template: TemplateCode): string => (template === 'kindergarten-monthly' ? 'monthly' : template === 'park-quarterly' ? 'quarterly' : template);

/** Chooses a template and a code; the new plan opens in the editor as a draft. */
export function CreatePlan({ taken }: { taken: readonly string[] }) {
  const t = useTranslations('bill-items');
  const [template, setTemplate] = useState<TemplateCode>(TEMPLATES[0]);
  const [state, send] = useActionState(createPlanAction, null);
  const failed = state && !state.ok ? state.error : null;
  return (
    <Dialog
      title={t('create.title')}
      description={t('create.sentence')}
      size="lg"
      trigger={
        <Button variant="primary" shortcut="n">
          {t('create.open')}
        </Button>
      }
    >
      <form action={send} className="grid gap-4">
        <RadioCards
          name="template"
          legend={t('create.template')}
          value={template}
          onValueChange={(value) => setTemplate(TEMPLATES.find((x) => x === value) ?? TEMPLATES[0])}
          columns={2}
          cards={TEMPLATES.map((code) => ({
            value: code,
            label: t(`templates.${code}.name`),
            description: t(`templates.${code}.sentence`),
          }))}
        />
        <Field
          label={t('create.code')}
          description={t('create.codeAbout')}
          error={failed?.fields['code'] ?? (failed && failed.message)}
          required
        >
          <Input key={template} name="code" defaultValue={freeCode(codeOf(template), taken)} autoComplete="off" maxLength={32} />
        </Field>
        <SubmitButton>{t('create.submit', { name: t(`templates.${template}.name`) })}</SubmitButton>
      </form>
    </Dialog>
  );
}

/** `monthly`, or `monthly-2` where that is taken. */
function freeCode(base: string, taken: readonly string[]): string {
  for (let n = 1; ; n++) {
    const code = n === 1 ? base : `${base}-${n}`;
    if (!taken.includes(code)) return code;
  }
}
