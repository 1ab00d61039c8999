/**
 * Reads a kept proof again. A code leaves nothing behind that could be checked later; a passkey leaves its signature, its public key and the text it
 * covers, so that anybody can check, without our keys, that this person's device signed exactly this.
 */
import { decodeClientDataJSON, verifySignature } from '@simplewebauthn/server/helpers';
import { sameBytes, sha256 } from '@/lib/platform/crypto';
import { aboutText, hashIn } from './challenge';
import type { Evidence } from './step-up';

export interface ReadProof {
  readonly method: 'code' | 'passkey';
  /** What the person calls the passkey. */
  readonly passkey: string | null;
  /** Whether the kept signature covers what it is said to cover; null for a code. */
  readonly holds: boolean | null;
}

/** `userId`: who is said to have signed. `covers`: whether this operation, or one with this detail, is the act the proof is kept with. */
export async function readProof(proof: string, userId: string, covers: (operation: string, detail: string | null) => boolean): Promise<ReadProof> {
  const [version, , , kept] = proof.split('.');
  if (version !== '2' || !kept) return { method: 'code', passkey: null, holds: null };
  const evidence = readEvidence(kept);
  if (!evidence) return { method: 'passkey', passkey: null, holds: false };
  const holds = evidence.who.startsWith(`${userId} `) && covers(evidence.operation, evidence.detail) && (await signatureHolds(evidence).catch(() => false));
  return { method: 'passkey', passkey: evidence.name, holds };
}

function readEvidence(kept: string): Evidence | null {
  try {
    return JSON.parse(Buffer.from(kept, 'base64url').toString()) as Evidence;
  } catch {
    return null;
  }
}

async function signatureHolds(evidence: Evidence): Promise<boolean> {
  const bytes = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64url'));
  const client = decodeClientDataJSON(evidence.clientDataJSON);
  const text = aboutText({ purpose: 'step-up', who: evidence.who, operation: evidence.operation });
  if (client.type !== 'webauthn.get' || !sameBytes(hashIn(bytes(client.challenge)), sha256(text))) return false;
  const data = new Uint8Array(Buffer.concat([bytes(evidence.authenticatorData), sha256(bytes(evidence.clientDataJSON))]));
  return verifySignature({ signature: bytes(evidence.signature), data, credentialPublicKey: bytes(evidence.publicKey) });
}
