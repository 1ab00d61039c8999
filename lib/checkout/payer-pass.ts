/**
 * The pass a payer's browser carries after it proved its right (link, or number and phone digits): institution, payer and end, under our
 * MAC. It is checked without a look-up, because it stands in front of every payment and every poll.
 */
import { isId, type InstitutionId, type PayerId } from '@/lib/kernel/ids';
import { DAY_MS, HOUR_MS, MINUTE_MS, plusMs, type Instant } from '@/lib/kernel/time';
import type { PayerAccountId } from '@/lib/payers';
import { macOf, sameBytes } from '@/lib/platform/crypto';
import { env } from '@/lib/platform/env';

export interface PayerScope {
  readonly institutionId: InstitutionId;
  readonly payerId: PayerId;
}

export const PASS_LIFE_MS = 2 * HOUR_MS;
export const PHONE_LIFE_MS = 10 * MINUTE_MS;
interface Kind {
  readonly prefix: string;
  readonly purpose: string;
  readonly lifeMs: number;
}
const PASS: Kind = { prefix: 'p1~', purpose: 'checkout.payer-pass', lifeMs: PASS_LIFE_MS };
/** What a desktop shows as a code: whoever scans it goes on as the same payer. It stands on a screen, so it ends soon and is no pass itself. */
const PHONE: Kind = { prefix: 'h1~', purpose: 'checkout.phone', lifeMs: PHONE_LIFE_MS };
const SHAPE = /^[a-z]1~([a-z]{3}_[0-9A-Z]{26})~([a-z]{3}_[0-9A-Z]{26})~(\d{13})~([A-Za-z0-9_-]{43})$/;

const secure = (): boolean => env().publicUrl.startsWith('https://');
/** `__Host-` binds the cookie to this host and path; browsers take it over https only. */
export const passCookieName = (): string => `${secure() ? '__Host-' : ''}bafang_payer`;
export const passCookie = (): { httpOnly: true; sameSite: 'lax'; path: '/'; secure: boolean; maxAge: number } => ({
  httpOnly: true,
  sameSite: 'lax',
  path: '/',
  secure: secure(),
  maxAge: PASS_LIFE_MS / 1_000,
});

export const makePass = (scope: PayerScope, now: Instant): string => make(PASS, scope, now);
/** Null for every pass that is not ours, altered, or past its end. */
export const readPass = (pass: string, now: Instant): PayerScope | null => read(PASS, pass, now);
export const makePhoneCode = (scope: PayerScope, now: Instant): string => make(PHONE, scope, now);
export const readPhoneCode = (code: string, now: Instant): PayerScope | null => read(PHONE, code, now);

function make({ prefix, purpose, lifeMs }: Kind, scope: PayerScope, now: Instant): string {
  const body = `${prefix}${scope.institutionId}~${scope.payerId}~${plusMs(now, lifeMs)}`;
  return `${body}~${macOf(purpose, body).toString('base64url')}`;
}

function read({ prefix, purpose }: Kind, text: string, now: Instant): PayerScope | null {
  const [, institutionId, payerId, end, mac] = SHAPE.exec(text) ?? [];
  if (!mac || !text.startsWith(prefix) || !isId('institution', institutionId) || !isId('payer', payerId)) return null;
  const body = text.slice(0, text.length - mac.length - 1);
  if (!sameBytes(Buffer.from(mac, 'base64url'), macOf(purpose, body))) return null;
  return Number(end) > now ? { institutionId, payerId } : null;
}

/**
 * A payer's own account: account and end under our MAC, as long as a pass, or for thirty days on a device that the payer said is theirs. It opens nothing
 * by itself: the account is asked each time whom it holds now.
 */
const accountLife = (own: boolean): number => (own ? 30 * DAY_MS : PASS_LIFE_MS);
const ACCOUNT_SHAPE = /^a1~(pac_[0-9A-Z]{26})~(\d{13})~([A-Za-z0-9_-]{43})$/;
export const accountCookieName = (): string => `${secure() ? '__Host-' : ''}bafang_payer_account`;
export const accountCookie = (own: boolean) => ({ ...passCookie(), maxAge: accountLife(own) / 1_000 });

export function makeAccountPass(accountId: PayerAccountId, now: Instant, own: boolean): string {
  const body = `a1~${accountId}~${plusMs(now, accountLife(own))}`;
  return `${body}~${macOf('checkout.account-pass', body).toString('base64url')}`;
}

/** Null for every text that is not ours, altered, or past its end. */
export function readAccountPass(text: string | undefined, now: Instant): PayerAccountId | null {
  const [, accountId, end, mac] = ACCOUNT_SHAPE.exec(text ?? '') ?? [];
  if (!mac || !isId('payerAccount', accountId)) return null;
  const body = text!.slice(0, text!.length - mac.length - 1);
  return sameBytes(Buffer.from(mac, 'base64url'), macOf('checkout.account-pass', body)) && Number(end) > now ? accountId : null;
}

export const isPass = (token: string): boolean => token.startsWith(PASS.prefix);

/**
 * Passes of other payers for whom this browser proved the right, kept beside the current one only after the payer asked for one list: on a shared
 * computer the next person must not find the last one's. Each ends by itself as the current one does.
 */
const PROVEN_MAX = 6;
export const provenPassesCookieName = (): string => `${passCookieName()}_also`;
/** Set while the payer is adding somebody to the list. */
export const keepTogetherCookieName = (): string => `${passCookieName()}_together`;

/** Whom the cookie proves now; what is not ours, altered or past its end is nobody. */
export function provenPasses(cookie: string | undefined, now: Instant): PayerScope[] {
  return passesIn(cookie).flatMap((pass) => readPass(pass, now) ?? []);
}

/** The cookie with one more pass, newest first, each payer once. */
export function addPass(cookie: string | undefined, pass: string, now: Instant): string {
  const scope = readPass(pass, now);
  return scope ? [pass, ...passesIn(withoutPass(cookie, scope, now))].slice(0, PROVEN_MAX).join(BETWEEN) : (cookie ?? '');
}

/** The cookie without this payer, who is the current one now. */
export const withoutPass = (cookie: string | undefined, scope: PayerScope, now: Instant): string =>
  passesIn(cookie).filter((pass) => {
    const other = readPass(pass, now);
    return other && (other.payerId !== scope.payerId || other.institutionId !== scope.institutionId);
  }).join(BETWEEN);

/** Stands in no pass. */
const BETWEEN = '.';
const passesIn = (cookie: string | undefined): string[] => (cookie ?? '').split(BETWEEN).slice(0, PROVEN_MAX).filter((pass) => pass !== '');
