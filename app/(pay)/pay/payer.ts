/** Who looks at a payer page: the pass in the cookie, turned into a context. The only payer file that touches Next's request functions. */
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { makePass, passCookie, passCookieName, resolvePayer } from '@/lib/checkout';
import { payerEdge } from '@/lib/edge';
import { systemClock } from '@/lib/platform/clock';
import type { Ctx } from '@/lib/platform/ctx';

export const { payerCtx, payerAction } = payerEdge(resolvePayer);

const passOf = async (): Promise<string> => (await cookies()).get(passCookieName())?.value ?? '';

/** First line of a payer page; without a valid pass the payer is asked to prove the right again. */
export const currentPayer = cache(async (): Promise<Ctx> => {
  const pass = await passOf();
  if (!(await resolvePayer(pass))) redirect('/find?lost=1');
  return payerCtx(pass);
});

/** For pages that anybody may open: the payer's context where there is one. */
export const payerIfAny = async (): Promise<Ctx | null> => ((await resolvePayer(await passOf())) ? payerCtx(await passOf()) : null);

/** The form with the pass beside it: what `payerAction` asks for. What a form claims to be its pass is overwritten. */
export async function withPass(form: FormData): Promise<FormData> {
  form.set('token', await passOf());
  return form;
}

/** Only in an action or a route handler. */
export async function setPass(scope: Parameters<typeof makePass>[0]): Promise<void> {
  (await cookies()).set(passCookieName(), makePass(scope, systemClock.now()), passCookie());
}
