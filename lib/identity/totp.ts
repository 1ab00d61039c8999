/** Time-based one-time codes (RFC 6238: SHA-1, 6 digits, 30 s), as every authenticator app makes them. */
import { ScureBase32Plugin, generateURI, verify } from 'otplib';
import type { Random } from '@/lib/kernel/ports';
import type { Instant } from '@/lib/kernel/time';
import { blindIndex, openText, seal } from '@/lib/platform/crypto';

const SECRET_BYTES = 20;
/** One step either way: people type slowly, and phones are not quite on time. */
const TOLERANCE_SECONDS = 30;

export const newTotpSecret = (random: Random): string => new ScureBase32Plugin().encode(random.bytes(SECRET_BYTES));

const place = (userId: string) => `user_account/totp_sealed/${userId}`;
export const sealTotp = (userId: string, secret: string): Uint8Array<ArrayBuffer> => seal(place(userId), secret);
export const openTotp = (userId: string, sealed: Uint8Array): string => openText(place(userId), sealed);

/** Two accounts with one secret have one print: they are one person, and count as one where people must be different. */
export const totpPrint = (secret: string): Uint8Array<ArrayBuffer> => blindIndex('totp-secret', '', secret);

/** What the QR says. */
export const totpUri = (email: string, secret: string): string => generateURI({ issuer: 'Bafang', label: email, secret });

/** The time step a code belongs to, or null when it is of none near now. Whether the step was used before is the caller's question. */
export async function totpStep(secret: string, code: string, now: Instant): Promise<bigint | null> {
  if (!/^\d{6}$/.test(code)) return null;
  const result = await verify({ secret, token: code, epoch: Math.floor(now / 1_000), epochTolerance: TOLERANCE_SECONDS });
  return result.valid && 'timeStep' in result ? BigInt(result.timeStep) : null;
}
