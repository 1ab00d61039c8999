/** The cookie of a signed-in person: next-auth's encrypted token, holding the id of a session row and nothing else. */
import { decode } from 'next-auth/jwt';
import { isId, type Id } from '@/lib/kernel/ids';
import { purposeKey } from '@/lib/platform/crypto';
import { env } from '@/lib/platform/env';

export const tokenSecret = (): string => purposeKey('next-auth').export().toString('base64url');
export const secureCookies = (): boolean => env().publicUrl.startsWith('https://');
export const sessionCookieName = (): string => `${secureCookies() ? '__Secure-' : ''}next-auth.session-token`;

/** Id of the session a request claims to belong to; null when there is no token, or it is not ours, or it ran out. */
export async function sessionIdFrom(token: string | undefined): Promise<Id<'session'> | null> {
  if (!token || token.length > 4_096) return null;
  try {
    const payload = await decode({ token, secret: tokenSecret() });
    const sid: unknown = payload?.sid;
    return isId('session', sid) ? sid : null;
  } catch {
    // A token of another key, altered or expired: the person is simply not signed in.
    return null;
  }
}
