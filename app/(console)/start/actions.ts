'use server';

import { requestBillRun, requestBillRunInput } from '@/lib/bills';
import { consoleAction } from '@/lib/edge';
import { noInput } from '@/lib/identity/model';
import { addDemoPayers, beginPlan, openSandboxAccounts } from '@/lib/onboarding';
import { beginPlanInput } from '@/lib/onboarding/model';
import { createPayerLinkAction } from '../payers/actions';

const revalidate = () => ['/start'];
export const openAccountsAction = consoleAction(noInput, (ctx) => openSandboxAccounts(ctx), { action: 'channel.open-accounts', revalidate });
export const beginPlanAction = consoleAction(beginPlanInput, beginPlan, { action: 'fee-plan.create', revalidate });
export const addDemoPayersAction = consoleAction(beginPlanInput, addDemoPayers, { action: 'payer.import', revalidate });
export const firstBillsAction = consoleAction(requestBillRunInput, requestBillRun, { action: 'bill.request-run', revalidate });
export async function tryPayingAction(input: { payerId: string }) {
  return createPayerLinkAction(input);
}
