/** Server door: from nobody to the first paid bill. */
export { signUp } from './commands/sign-up';
export { beginPlan } from './commands/begin-plan';
export { addDemoPayers } from './commands/add-demo-payers';
export { openSandboxAccounts } from './sandbox-accounts';
export { firstRun } from './first-run';
export { TEMPLATE_ATTRIBUTES } from './template-attributes';
export type { OnboardingCode, OnboardingFailure } from './errors';
