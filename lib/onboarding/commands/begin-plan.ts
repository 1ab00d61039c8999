import type { z } from 'zod';
import { activateVersion, createPlanFromTemplate, type BillItemFailure } from '@/lib/bill-items';
import type { AccessFailure } from '@/lib/identity';
import type { Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { saveAttribute } from '@/lib/payers';
import type { beginPlanInput } from '../model';
import { TEMPLATE_ATTRIBUTES } from '../template-attributes';

/** The template's plan, in force from today: what the first bills are made by. Everything in it can be changed afterwards. */
export async function beginPlan(ctx: Ctx, { template }: z.infer<typeof beginPlanInput>): Promise<Result<{ planId: string }, BillItemFailure | AccessFailure>> {
  const made = await createPlanFromTemplate(ctx, { template, code: template });
  if (!made.ok) return made;
  const active = await activateVersion(ctx, { planId: made.value.planId, version: 1 });
  if (!active.ok) return active;
  // A type that does not fit what is known of payers already is left to the administrator.
  for (const type of TEMPLATE_ATTRIBUTES[template]) await saveAttribute(ctx, type);
  return made;
}
