/** Who looks at a payer page: the pass in the cookie, turned into a context. The only payer file that touches Next's request functions. */
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import {
  accountCookie, accountCookieName, addPass, keepTogetherCookieName, makeAccountPass, makePass, passCookie, passCookieName, provenPasses, provenPassesCookieName, readAccountPass, resolvePayer, withoutPass, type PayerScope,
} from '@/lib/checkout';
import { payerEdge } from '@/lib/edge';
import { systemClock } from '@/lib/platform/clock';
import type { PayerAccountId } from '@/lib/payers';
import type { Ctx } from '@/lib/platform/ctx';

export const { payerCtx, payerAction } = payerEdge(resolvePayer);

const passOf = async (): Promise<string> => (await cookies()).get(passCookieName())?.value ?? '';

/** First line of a payer page; without a valid pass the payer is asked to prove the right again. */
export const currentPayer = cache(async (): Promise<Ctx> => {
  const pass = await passOf();
  if (!(await resolvePayer(pass))) redirect((await accountHere()) ? '/pay/account' : '/find?lost=1');
  return payerCtx(pass);
});

/** For pages that anybody may open: the payer's context where there is one. */
export const payerIfAny = async (): Promise<Ctx | null> => ((await resolvePayer(await passOf())) ? payerCtx(await passOf()) : null);

/** The form with the pass beside it: what `payerAction` asks for. What a form claims to be its pass is overwritten. */
export async function withPass(form: FormData): Promise<FormData> {
  form.set('token', await passOf());
  return form;
}

/** The other payers on this browser's list. */
export const provenHere = async (): Promise<PayerScope[]> => provenPasses((await cookies()).get(provenPassesCookieName())?.value, systemClock.now());

/**
 * Only in an action or a route handler. Whoever was here before is forgotten, unless the payer asked to see both in one list (`addToList`) or goes
 * from one of the list to another (`keep`).
 */
export async function setPass(scope: PayerScope, { keep = false } = {}): Promise<void> {
  const [jar, now] = [await cookies(), systemClock.now()];
  const together = keep || jar.get(keepTogetherCookieName()) !== undefined;
  const also = together ? withoutPass(addPass(jar.get(provenPassesCookieName())?.value, await passOf(), now), scope, now) : '';
  jar.set(passCookieName(), makePass(scope, now), passCookie());
  jar.set(keepTogetherCookieName(), '', GONE());
  jar.set(provenPassesCookieName(), also, also === '' ? GONE() : passCookie());
}

/** A cookie bound to the host can only be taken back with the same bounds. */
const GONE = () => ({ ...passCookie(), maxAge: 0 });

/** The next payer who is proved joins the list instead of taking its place. */
export async function addToList(): Promise<void> {
  (await cookies()).set(keepTogetherCookieName(), '1', passCookie());
}

/** Everybody this browser has proved: the current payer first. */
export async function provedHere(): Promise<PayerScope[]> {
  const current = await resolvePayer(await passOf());
  return current ? [current, ...(await provenHere())] : [];
}

/** Everybody an account holds, in one list; whoever was here before is forgotten. */
export async function setPasses([first, ...others]: readonly PayerScope[]): Promise<void> {
  const [jar, now] = [await cookies(), systemClock.now()];
  if (!first) return;
  const also = others.reduceRight((text, scope) => addPass(text, makePass(scope, now), now), '');
  jar.set(passCookieName(), makePass(first, now), passCookie());
  jar.set(provenPassesCookieName(), also, also === '' ? GONE() : passCookie());
}

/** Who is signed in here; null where nobody is. */
export const accountHere = async (): Promise<PayerAccountId | null> => readAccountPass((await cookies()).get(accountCookieName())?.value, systemClock.now());

export async function keepAccount(accountId: PayerAccountId, ownDevice: boolean): Promise<void> {
  (await cookies()).set(accountCookieName(), makeAccountPass(accountId, systemClock.now(), ownDevice), accountCookie(ownDevice));
}

/** Nobody is known here any more: for computers that others use too. */
export async function forgetPayers(): Promise<void> {
  const jar = await cookies();
  for (const name of [passCookieName(), provenPassesCookieName(), keepTogetherCookieName(), accountCookieName()]) jar.set(name, '', GONE());
}
