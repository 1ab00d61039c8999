'use server';

import { consoleAction } from '@/lib/edge';
import { removeTemplate, saveTemplate } from '@/lib/reports';
import { removeTemplateInput, saveTemplateInput } from '@/lib/reports/model';

const revalidate = () => ['/reconciliation/reports'];

export const saveTemplateAction = consoleAction(saveTemplateInput, saveTemplate, { action: 'report-template.save', revalidate });
export const removeTemplateAction = consoleAction(removeTemplateInput, removeTemplate, {
  action: 'report-template.remove', subject: (input) => ({ kind: 'report-template', id: input.templateId }), revalidate,
});
