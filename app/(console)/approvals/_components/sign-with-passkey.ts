import type { z } from 'zod';
import { askPasskey } from '@/components/passkeys';
import type { beginDecisionInput } from '@/lib/approvals/model';
import type { ActionResult } from '@/lib/edge/model';
import { beginDecisionAction } from '../actions';

/** The server makes a challenge of exactly these decisions, the passkey signs it; answers the signature for the decision's own form. */
export async function signWithPasskey(input: z.input<typeof beginDecisionInput>, stopped: string): Promise<ActionResult<string>> {
  const asked = await beginDecisionAction(input);
  if (!asked.ok) return asked;
  const answer = await askPasskey(asked.value.options);
  return answer === null ? { ok: false, error: { code: 'identity.passkey-refused', message: stopped, fields: { stepUpCode: stopped }, reference: '-' } } : { ok: true, value: answer };
}
