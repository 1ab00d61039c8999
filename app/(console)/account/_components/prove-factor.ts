import { askPasskey } from '@/components/passkeys';
import type { Factors } from '@/components/second-factor';
import type { ActionResult } from '@/lib/edge/model';
import { beginFactorAction } from '../actions';

export interface FactorInput { readonly password: string; readonly stepUpCode?: string; readonly passkey?: string }

/** The password of the form and, where the person has a second factor, its code or a passkey's signature. */
export async function proveFactor(factors: Factors, by: 'passkey' | 'code', form: FormData, stopped: string): Promise<ActionResult<FactorInput>> {
  const password = typed(form, 'password');
  if (!factors.totp && !factors.passkeys) return { ok: true, value: { password } };
  if (by === 'code') return { ok: true, value: { password, stepUpCode: typed(form, 'stepUpCode') } };
  const asked = await beginFactorAction({});
  if (!asked.ok) return asked;
  const passkey = await askPasskey(asked.value.options);
  return passkey === null ? { ok: false, error: { code: 'identity.passkey-refused', message: stopped, fields: { stepUpCode: stopped }, reference: '-' } } : { ok: true, value: { password, passkey } };
}

/** What was typed into a field; nothing where it is not there. */
export function typed(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
