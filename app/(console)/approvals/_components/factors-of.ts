import type { Factors } from '@/components/second-factor';
import { relyingParty, type Session } from '@/lib/identity';

export const factorsOf = (session: Pick<Session, 'totpEnrolled' | 'passkeys'>): Factors => ({
  totp: session.totpEnrolled, passkeys: session.passkeys > 0, passkeyHost: relyingParty().id,
});
