'use server';

import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';

/** Every name the session's cookie can have: with and without TLS, whole or cut into pieces by the sign-in library. */
const SESSION_COOKIE = /^(__Secure-)?next-auth\.session-token(\.\d+)?$/;

/** Form action: ends the session in this browser and shows the sign-in page. */
export async function signOut(): Promise<void> {
  const jar = await cookies();
  for (const { name } of jar.getAll()) {
    if (SESSION_COOKIE.test(name)) jar.delete({ name, path: '/', secure: name.startsWith('__Secure-') });
  }
  redirect('/sign-in');
}
