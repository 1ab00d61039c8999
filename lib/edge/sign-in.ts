/** The cookie side of signing in and out: a session row's id goes into next-auth's encrypted token, by form and by API alike. */
import { encode } from 'next-auth/jwt';
import CredentialsProvider from 'next-auth/providers/credentials';
import type { NextAuthOptions } from 'next-auth';
import { cookies } from 'next/headers';
import { z } from 'zod';
import {
  ABSOLUTE_MS,
  originOf,
  passkeySignIn,
  readSession,
  revokeSession,
  secureCookies,
  sessionCookieName,
  sessionCtx,
  signIn,
  tokenSecret,
  type SignInInput,
} from '@/lib/identity';
import { isId } from '@/lib/kernel/ids';
import type { Result } from '@/lib/kernel/result';
import type { Origin } from '@/lib/platform/ctx';
import { createLog, errorText } from '@/lib/platform/log';
import { makeVisitor } from './public-action';
import { requestOrigin } from './request';

const MAX_AGE_SECONDS = ABSOLUTE_MS / 1_000;
/** Every answer to a sign-in takes at least this long, so that its time says nothing about whether the account exists. */
const ANSWER_AFTER_MS = 300;

async function evenly<T>(work: Promise<T>): Promise<T> {
  const [value] = await Promise.all([work, new Promise((resolve) => setTimeout(resolve, ANSWER_AFTER_MS))]);
  return value;
}

/** Signs in and sets the cookie; only in a Server Action. */
export async function signInHere(input: SignInInput): Promise<Result<{ readonly signedIn: true }>> {
  return carry(await evenly(signIn(makeVisitor(await requestOrigin()), input)));
}

/** The same with a passkey's answer; only in a Server Action. */
export async function passkeySignInHere(input: { readonly answer: string }): Promise<Result<{ readonly signedIn: true }>> {
  return carry(await passkeySignIn(makeVisitor(await requestOrigin()), input));
}

async function carry(result: Result<{ readonly sessionId: string }>): Promise<Result<{ readonly signedIn: true }>> {
  if (!result.ok) return result;
  const token = await encode({ token: { sid: result.value.sessionId }, secret: tokenSecret(), maxAge: MAX_AGE_SECONDS });
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure: secureCookies(), maxAge: MAX_AGE_SECONDS } as const;
  (await cookies()).set(sessionCookieName(), token, options);
  return { ok: true, value: { signedIn: true } };
}

const credentials = z.object({ email: z.string().max(200), password: z.string().max(200), institution: z.string().max(60).optional() });

/** For programs (`GET /api/auth/csrf`, `POST /api/auth/callback/credentials`): the same command behind next-auth's own endpoints. */
export function authOptions(): NextAuthOptions {
  const log = createLog({ part: 'next-auth' });
  return {
    secret: tokenSecret(),
    useSecureCookies: secureCookies(),
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    session: { strategy: 'jwt', maxAge: MAX_AGE_SECONDS },
    logger: { error: (code) => log.warn('next-auth.error', { code }), warn: () => undefined, debug: () => undefined },
    providers: [
      CredentialsProvider({
        credentials: { email: {}, password: {}, institution: {} },
        async authorize(received, request) {
          const parsed = credentials.safeParse(received);
          if (!parsed.success) return null;
          const { email, password, institution } = parsed.data;
          const all: Record<string, unknown> = request.headers ?? {};
          const header = (name: string) => (typeof all[name] === 'string' ? all[name] : null);
          // next-auth would put an exception's text into the answer's address: it never gets one.
          const work = signIn(makeVisitor(originOf(header)), { email, password, ...(institution && { institution }) }).catch(
            (error: unknown) => {
              log.error('edge.unexpected', { action: 'session.start', error: errorText(error) });
              return null;
            },
          );
          const result = await evenly(work);
          return result?.ok ? { id: result.value.sessionId } : null;
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => ({ sid: user ? user.id : token.sid }),
      // What /api/auth/session says: that there is a session and until when, nothing about the person.
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: { signOut: async ({ token }) => endSessionOf(token?.sid, { ip: '', device: '' }) },
  };
}

async function endSessionOf(sid: unknown, origin: Origin): Promise<void> {
  const session = isId('session', sid) ? await readSession(sid) : null;
  if (session) await revokeSession(sessionCtx(session, origin), { sessionId: session.sessionId });
}
