/** Server door: fee plans, their versions, prices, dates and readings. */
export { createPlanFromTemplate, createPlanInput, type CreatePlanInput } from './commands/create-plan-from-template';
export { saveDraft, saveDraftInput, type SaveDraftInput } from './commands/save-draft';
export { activateVersion, activateVersionInput, type Activation } from './commands/activate-version';
export { settleReview, submitForReview, withdrawReview } from './commands/submit-for-review';
export { billItemConsumers } from './consumers';
export { copyPlan, copyPlanInput } from './commands/copy-plan';
export { renamePlan, renamePlanInput } from './commands/rename-plan';
export { archivePlan, archivePlanInput } from './commands/archive-plan';
export { importReadings, type ImportReadingsInput, type ReadingsReport } from './commands/import-readings';
export { comparePlanVersions, getPlan, listPlans, previewPlan } from './queries';
export { planVersion, readingsOf, versionInForce, type PlanVersion } from './plan-store';
export { priceBill, type PricedBill, type PricingSubject } from './pricing';
export { currentIssue, issueOf, periodOf, upcomingIssues } from './cycle';
export { lateFeeOf, type LateCharge } from './late-fee';
export { templates } from './templates';
export type { BillItemCode, BillItemFailure } from './errors';
export { plusWorkingDays } from './calendar';
