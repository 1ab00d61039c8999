/** From a request's cookie to the context commands and queries want. Knows nothing of Next: the fast lane uses it too. */
import { systemClock, systemRandom } from '@/lib/platform/clock';
import { makeCtx, type Ctx, type Origin } from '@/lib/platform/ctx';
import { readSession, type Session } from './session-store';
import { sessionCookieName, sessionIdFrom } from './session-token';

/** The live session of a request; `cookie` answers a cookie's value by name. */
export async function sessionOf(cookie: (name: string) => string | undefined): Promise<Session | null> {
  const id = await sessionIdFrom(cookie(sessionCookieName()));
  return id ? readSession(id) : null;
}

/** Cookie reader over a plain `Cookie` header. */
export function cookiesOf(header: string | null): (name: string) => string | undefined {
  const pairs = (header ?? '').slice(0, 16_384).split(';').map((pair) => pair.trim());
  return (name) => pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

export function sessionCtx(session: Session, origin: Origin): Ctx {
  const { userId, roles, sessionId, name, institution } = session;
  const actor = { kind: 'user', userId, roles, sessionId, name } as const;
  return makeCtx(actor, institution.id, { origin, clock: systemClock, random: systemRandom });
}

const DEVICE_MAX = 200;
const IP_MAX = 45;

/**
 * Where a request came from. Behind a trusted proxy the last address of `x-forwarded-for` is the one that proxy saw; without one the
 * server puts the connection's own address there (server.ts drops what strangers send).
 */
export function originOf(header: (name: string) => string | null | undefined): Origin {
  const hops = (header('x-forwarded-for') ?? '').split(',');
  return {
    ip: (hops[hops.length - 1] ?? '').trim().slice(0, IP_MAX),
    device: (header('user-agent') ?? '').replace(/[^\x20-\x7e]/g, '').slice(0, DEVICE_MAX),
  };
}
