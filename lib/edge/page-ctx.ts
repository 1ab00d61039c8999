/** Who looks at a page. A page's first line; everything it shows is read through the context this answers. */
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { AccessDenied, hasPermission, sessionCtx, type Permission, type Session } from '@/lib/identity';
import type { Result } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { statusOf } from './problem';
import { getSession, requestOrigin } from './request';

/** The context of the signed-in person. Nobody signed in → the sign-in page. `permission` missing → as if the page were not there. */
export async function consoleCtx(permission?: Permission): Promise<Ctx> {
  const { ctx } = await consoleSession();
  if (permission && !hasPermission(ctx.actor, permission)) notFound();
  return ctx;
}

/** The same with the session beside it: name, roles, institution (for the shell and the pages that show them). */
export const consoleSession = cache(async (): Promise<{ ctx: Ctx; session: Session }> => {
  const session = await getSession();
  if (!session) redirect(await signInAddress());
  return { ctx: sessionCtx(session, await requestOrigin()), session };
});

/** server.ts says which page was asked for, so that signing in leads back to it. */
async function signInAddress(): Promise<string> {
  const asked = (await headers()).get('x-bafang-path') ?? '';
  return /^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(asked) && asked !== '/' ? `/sign-in?next=${encodeURIComponent(asked)}` : '/sign-in';
}

/** Awaits a query for a page: a missing right, a missing row (null) and a "not found" refusal all answer as "not there". */
export async function shown<T>(work: Promise<T>): Promise<Shown<T>> {
  const value = await work.catch((error: unknown) => {
    if (error instanceof AccessDenied) notFound();
    throw error;
  });
  if (value === null || value === undefined) notFound();
  if (!isResult(value)) return value as Shown<T>;
  if (value.ok) return value.value as Shown<T>;
  if (statusOf(value.error.code) === 404) notFound();
  throw new Error(`a page's query was refused: ${value.error.code}`);
}

type Shown<T> = T extends { readonly ok: true; readonly value: infer V } ? V : T extends { readonly ok: false } ? never : NonNullable<T>;

const isResult = (value: unknown): value is Result<unknown> =>
  typeof value === 'object' && value !== null && 'ok' in value && typeof value.ok === 'boolean' && ('value' in value || 'error' in value);
