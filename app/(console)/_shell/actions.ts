'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { consoleAction, consoleSession } from '@/lib/edge';
import { revokeSession, switchInstitution } from '@/lib/identity';

/** Every name the session's cookie can have: with and without TLS, whole or cut into pieces by the sign-in library. */
const SESSION_COOKIE = /^(__Secure-)?next-auth\.session-token(\.\d+)?$/;

/** Form action: ends the session on the server and in this browser, then shows the sign-in page. */
export async function signOut(): Promise<void> {
  const { ctx, session } = await consoleSession();
  // Refused only when the session has already ended: the wish is fulfilled either way.
  await revokeSession(ctx, { sessionId: session.sessionId });
  const jar = await cookies();
  for (const { name } of jar.getAll()) {
    if (SESSION_COOKIE.test(name)) jar.delete({ name, path: '/', secure: name.startsWith('__Secure-') });
  }
  redirect('/sign-in');
}

const enter = consoleAction(z.object({ institutionId: z.string().max(80) }), switchInstitution, {
  action: 'institution.enter',
  redirectTo: () => '/today',
});

/** Form action: field `institutionId`. A refusal leaves the person where they are. */
export async function enterInstitution(form: FormData): Promise<void> {
  await enter(form);
}
