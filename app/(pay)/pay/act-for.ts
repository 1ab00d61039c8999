import { z } from 'zod';
import { actFor } from '@/lib/checkout';
import { billIdsSchema } from '@/lib/checkout/model';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { provenHere, setPass } from './payer';

export const actForInput = z.object({ institutionId: z.string().max(40), payerId: z.string().max(40), bill: billIdsSchema.optional() });
type ActFor = z.output<typeof actForInput>;

/** The browser's pass changes to another one of the list; the bills ticked there go along. */
export async function actForAnother(ctx: Ctx, input: ActFor): Promise<Result<ActFor>> {
  const scope = await actFor(ctx, input, await provenHere());
  if (!scope.ok) return scope;
  await setPass(scope.value, { keep: true });
  return ok(input);
}

export const methodPage = ({ bill = [] }: ActFor): string =>
  bill.length === 0 ? '/pay' : `/pay/method?${new URLSearchParams(bill.map((id) => ['bill', id])).toString()}`;
