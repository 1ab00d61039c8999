/** Browser-safe door of identity: what forms send, names of roles. */
import { z } from 'zod';
import { ROLES } from './policy';

export { ROLES, type Role } from './policy';

const email = z.string().trim().max(200).email();
const password = z.string().min(1).max(200);

export const signInInput = z.object({
  email: z.string().max(200),
  password,
  institution: z.string().max(60).optional(),
  next: z.string().max(600).optional(),
});
export const changePasswordInput = z.object({ current: password, next: password });
export const totpCode = z
  .string()
  .trim()
  .regex(/^\d{6}$/, 'identity.code-wrong');
/** Password and, where the person has one, a second factor: before another one is added. */
export const addFactorInput = z.object({ password, stepUpCode: z.union([z.literal(''), totpCode], 'identity.code-wrong').optional(), passkey: z.string().max(8_000).optional() });
export const askResetInput = z.object({ email: z.string().max(200) });
export const resetInput = z.object({ token: z.string().max(200), password });
export const confirmTotpInput = z.object({ ticket: z.string().max(600), code: totpCode });
/** What an authenticator answered, as the JSON the browser made of it. */
const authenticatorAnswer = z.string().min(2).max(20_000);
export const addPasskeyInput = z.object({ name: z.string().trim().min(1).max(40), answer: authenticatorAnswer });
export const removePasskeyInput = z.object({ id: z.string().max(40), password });
export const passkeySignInInput = z.object({ answer: authenticatorAnswer, next: z.string().max(600).optional() });
export const sessionInput = z.object({ sessionId: z.string().max(40) });
export const institutionInput = z.object({ institutionId: z.string().max(40) });
const roles = z.array(z.enum(ROLES)).min(1).max(ROLES.length);
export const inviteInput = z.object({ email, displayName: z.string().trim().min(1).max(60), roles });
export const invitationInput = z.object({ email });
export const memberRolesInput = z.object({ userId: z.string().max(40), roles });
export const memberStatusInput = z.object({ userId: z.string().max(40), status: z.enum(['active', 'disabled']) });
export const acceptInvitationInput = z.object({ token: z.string().max(200), password });

/** Addresses of the payer pages (`/pay/history`): as an institution's name they would lead elsewhere. The database refuses them too. */
export const RESERVED_SLUGS = [
  'method', 'history', 'go', 'l', 'outcome', 'return', 'refund', 'receipt', 'print', 'offline', 'part', 'phone', 'invoice',
  'dispute', 'began', 'open', 'account',
] as const;
export const slugSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9-]{1,38}$/, 'identity.slug-malformed')
  .refine((slug) => !(RESERVED_SLUGS as readonly string[]).includes(slug), 'identity.slug-reserved');

/** A path of ours to go on to after signing in; anything else (another site, a trick with slashes) becomes the start page. */
export const localPath = (asked: unknown): string =>
  typeof asked === 'string' && /^\/(?![/\\])[\x21-\x7e]{0,500}$/.test(asked) && !asked.startsWith('/sign-in') ? asked : '/today';
export const noInput = z.object({});
