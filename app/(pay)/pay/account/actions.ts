'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { publicAction } from '@/lib/edge';
import type { ActionState } from '@/lib/edge/model';
import { isId } from '@/lib/kernel/ids';
import { askAccountMail, closeAccount, leaveAccount, payersOfAccount } from '@/lib/payers';
import { accountHere, forgetPayers, provedHere, setPasses } from '../payer';
import { openAndAdmit } from './open-and-admit';

const ask = publicAction(z.object({ email: z.email().max(200) }), async (visitor, { email }) => askAccountMail(visitor, { email, proved: await provedHere() }), {
  action: 'payer-account.ask', redirectTo: () => '/pay/account?asked=1', keeps: ['email'],
});
export async function askAccountAction(previous: ActionState<unknown>, form: FormData): Promise<ActionState<unknown>> {
  return ask(previous as never, form) as Promise<ActionState<unknown>>;
}

const open = publicAction(z.object({ token: z.string().max(120), own: z.literal('yes').optional() }), openAndAdmit, {
  action: 'payer-account.open', redirectTo: ({ there }) => there,
});
export async function openAccountAction(form: FormData): Promise<void> {
  await open(null, form);
}

/** Signed in already: the passes had run out, or another payer was here in between. */
export async function enterAccountAction(): Promise<void> {
  const accountId = await accountHere();
  await setPasses(accountId ? await payersOfAccount(accountId) : []);
  redirect('/pay');
}

export async function leaveAccountAction(form: FormData): Promise<void> {
  const accountId = await accountHere();
  const [institutionId, payerId] = [form.get('institutionId'), form.get('payerId')];
  if (accountId && isId('institution', institutionId) && isId('payer', payerId)) await leaveAccount(accountId, { institutionId, payerId });
  redirect('/pay/account');
}

export async function closeAccountAction(): Promise<void> {
  const accountId = await accountHere();
  if (accountId) await closeAccount(accountId);
  await forgetPayers();
  redirect('/find?forgotten=1');
}
