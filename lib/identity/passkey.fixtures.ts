/** An authenticator in a few lines, for tests: one ES256 key, always unlocked, no attestation. It signs whatever it is shown, as a stolen one would. */
import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

const b64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const hash = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest();

export interface TestAuthenticator {
  /** Answers `navigator.credentials.create`. */
  make(challenge: string, options?: Partial<TestSurroundings>): string;
  /** Answers `navigator.credentials.get`. */
  sign(challenge: string, options?: Partial<TestSurroundings>): string;
}
interface TestSurroundings { readonly origin: string; readonly rp: string; readonly unlocked: boolean; readonly userId: string }

export function testAuthenticator(of: TestSurroundings, name = 'credential-1'): TestAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const key = isoCBOR.encode(new Map<number, number | Uint8Array>([[1, 2], [3, -7], [-1, 1], [-2, Buffer.from(x, 'base64url')], [-3, Buffer.from(y, 'base64url')]]));
  const id = hash(name);
  let counter = 0;
  const head = ({ rp, unlocked }: TestSurroundings, more: number): Buffer => {
    const count = Buffer.alloc(4);
    count.writeUInt32BE(++counter);
    return Buffer.concat([hash(rp), Buffer.from([(unlocked ? 5 : 1) | more]), count]);
  };
  const client = (type: string, challenge: string, origin: string): Buffer => Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  return {
    make(challenge, options) {
      const now = { ...of, ...options };
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const authData = Buffer.concat([head(now, 0x40), Buffer.alloc(16), length, id, key]);
      const attestationObject = isoCBOR.encode(new Map<string, unknown>([['fmt', 'none'], ['attStmt', new Map()], ['authData', new Uint8Array(authData)]]) as never);
      return JSON.stringify({
        id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {},
        response: { clientDataJSON: b64(client('webauthn.create', challenge, now.origin)), attestationObject: b64(attestationObject), transports: ['internal'] },
      });
    },
    sign(challenge, options) {
      const now = { ...of, ...options };
      const authenticatorData = head(now, 0);
      const clientData = client('webauthn.get', challenge, now.origin);
      const signature = sign('sha256', Buffer.concat([authenticatorData, hash(clientData)]), privateKey);
      return JSON.stringify({
        id: b64(id), rawId: b64(id), type: 'public-key', clientExtensionResults: {},
        response: { clientDataJSON: b64(clientData), authenticatorData: b64(authenticatorData), signature: b64(signature), userHandle: b64(Buffer.from(now.userId)) },
      });
    },
  };
}
