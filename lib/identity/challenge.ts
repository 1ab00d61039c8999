/**
 * What a passkey signs. A challenge says until when it counts and carries the hash of whose it is and what it is for, so that the signature covers
 * exactly one operation of one session; a MAC of ours shows that we made it. Nothing is stored until one is answered (`passkey_use`): asking for
 * challenges costs strangers time and us no row. Layout: until (8) · chance (16) · hash (32) · MAC (16).
 */
import { DAY_MS, MINUTE_MS, plusMs, toDate, type Instant } from '@/lib/kernel/time';
import type { Clock, Random } from '@/lib/kernel/ports';
import { macOf, sameBytes, sha256 } from '@/lib/platform/crypto';
import type { Tx } from '@/lib/platform/tx';

export const CHALLENGE_MS = 5 * MINUTE_MS;

export interface About {
  readonly purpose: 'register' | 'sign-in' | 'step-up';
  /** `usr_… ses_…`, or empty where nobody is known yet. */
  readonly who: string;
  /** Exactly what is consented to; empty where there is nothing but being oneself. */
  readonly operation: string;
}

/** The text whose SHA-256 the challenge carries: kept with a signature, so that anybody can check what was signed. */
export const aboutText = ({ purpose, who, operation }: About): string => `${purpose}\n${who}\n${operation}`;

const HEAD = 24;
const HASH = 32;
const MAC = 16;
const macBytes = (body: Uint8Array): Buffer => macOf('passkey-challenge', Buffer.from(body).toString('base64url')).subarray(0, MAC);

export function makeChallenge(ports: { readonly clock: Clock; readonly random: Random }, about: About): Uint8Array<ArrayBuffer> {
  const until = Buffer.alloc(8);
  until.writeBigUInt64BE(BigInt(plusMs(ports.clock.now(), CHALLENGE_MS)));
  const body = Buffer.concat([until, ports.random.bytes(HEAD - 8), sha256(aboutText(about))]);
  return new Uint8Array(Buffer.concat([body, macBytes(body)]));
}

/** Whether this is a challenge of ours, about exactly this, and still counts. */
export function isChallengeFor(challenge: string, about: About, now: Instant): boolean {
  const bytes = Buffer.from(challenge, 'base64url');
  if (bytes.length !== HEAD + HASH + MAC) return false;
  const body = bytes.subarray(0, HEAD + HASH);
  return sameBytes(bytes.subarray(HEAD + HASH), macBytes(body)) && sameBytes(hashIn(bytes), sha256(aboutText(about))) && bytes.readBigUInt64BE() > BigInt(now);
}

/** The hash a challenge carries, for whoever checks a kept signature later. */
export const hashIn = (challenge: Uint8Array): Uint8Array => challenge.subarray(HEAD, HEAD + HASH);

/** False when this challenge was answered before. Inside the transaction in which the answer counts. */
export async function spendChallenge(tx: Tx, userId: string, challenge: string, now: Instant): Promise<boolean> {
  await tx.passkey_use.deleteMany({ where: { user_id: userId, used_at: { lt: toDate(plusMs(now, -DAY_MS)) } } });
  const made = await tx.passkey_use.createMany({
    data: [{ challenge_hash: sha256(challenge), user_id: userId, used_at: toDate(now) }], skipDuplicates: true,
  });
  return made.count === 1;
}
