import { tryFlow, type Tried } from '@/lib/approvals';
import type { tryFlowInput } from '@/lib/approvals/model';
import { exponentOf } from '@/lib/kernel/money';
import { ok, type Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import type { z } from 'zod';

/** Who would approve an act of so many yuan under the flow as drawn. */
export async function tryOut(ctx: Ctx, input: z.output<typeof tryFlowInput>): Promise<Result<Tried>> {
  const minor = BigInt(input.major) * 10n ** BigInt(exponentOf('CNY'));
  return ok(await tryFlow(ctx, { kind: input.kind, minor, currency: 'CNY', requester: input.requester, flow: input.flow }));
}
