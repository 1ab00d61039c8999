/** Whose bills a request may see: by the browser's pass, or by a link's own token (programs send it as a bearer token). */
import { openPayerLink, resolvePayerLink, spendPayerLink } from '@/lib/payers';
import { systemClock } from '@/lib/platform/clock';
import { isPass, readPass, type PayerScope } from './payer-pass';

export async function resolvePayer(token: string): Promise<PayerScope | null> {
  return isPass(token) ? readPass(token, systemClock.now()) : resolvePayerLink(token);
}

/** A link that a browser opened; a pass is no link. `ask`: it opens once, at a press. */
export const openLink = (token: string): ReturnType<typeof openPayerLink> => openPayerLink(token);
export const enterByLink = (token: string): Promise<PayerScope | null> => spendPayerLink(token);
