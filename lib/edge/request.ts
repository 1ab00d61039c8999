/** The request at hand, as Next gives it, turned into a session and a context. Only the edge touches Next's request functions. */
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { originOf, sessionOf, type Session } from '@/lib/identity';
import type { Origin } from '@/lib/platform/ctx';

/** The signed-in person of this request, or null. Read once per request, however many components ask. */
export const getSession = cache(async (): Promise<Session | null> => {
  const jar = await cookies();
  return sessionOf((name) => jar.get(name)?.value);
});

export async function requestOrigin(): Promise<Origin> {
  const all = await headers();
  return originOf((name) => all.get(name));
}
