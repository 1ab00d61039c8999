'use server';

import { z } from 'zod';
import {
  activateVersion,
  activateVersionInput,
  archivePlan,
  archivePlanInput,
  copyPlan,
  copyPlanInput,
  createPlanFromTemplate,
  createPlanInput,
  previewPlan,
  renamePlan,
  renamePlanInput,
  saveDraft,
  saveDraftInput,
  submitForReview,
  withdrawReview,
} from '@/lib/bill-items';
import { feePlanSchema } from '@/lib/bill-items/model';
import { consoleAction } from '@/lib/edge';

const plan = (input: { planId: string }) => ({ kind: 'fee-plan', id: input.planId });
const revalidate = () => ['/bill-items'];

export const createPlanAction = consoleAction(createPlanInput, createPlanFromTemplate, {
  action: 'fee-plan.create',
  redirectTo: ({ planId }) => `/bill-items/${planId}`,
});
export const saveDraftAction = consoleAction(saveDraftInput, saveDraft, { action: 'fee-plan.save-draft', subject: plan });
export const activateVersionAction = consoleAction(activateVersionInput, activateVersion, {
  action: 'fee-plan.activate',
  subject: plan,
  revalidate,
});
export const submitForReviewAction = consoleAction(activateVersionInput, submitForReview, { action: 'fee-plan.submit', subject: plan, revalidate });
export const withdrawReviewAction = consoleAction(activateVersionInput, withdrawReview, { action: 'fee-plan.withdraw', subject: plan, revalidate });
export const archivePlanAction = consoleAction(archivePlanInput, archivePlan, { action: 'fee-plan.archive', subject: plan, revalidate });
export const copyPlanAction = consoleAction(copyPlanInput, copyPlan, { action: 'fee-plan.copy', subject: plan, redirectTo: ({ planId }) => `/bill-items/${planId}` });
export const renamePlanAction = consoleAction(renamePlanInput, renamePlan, { action: 'fee-plan.rename', subject: plan, revalidate });
export const previewPlanAction = consoleAction(z.object({ planId: z.string().max(40).nullable(), plan: feePlanSchema, effectiveFrom: z.string().max(10).optional() }), previewPlan, {
  action: 'fee-plan.preview',
});
