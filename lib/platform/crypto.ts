/**
 * The crypto port: sealed fields (AES-256-GCM, key id in the text, bound to table, column and row), blind indexes (HMAC), tokens.
 * Keys come from a `KeyProvider`; the local-file one is for trying and tests, a key service takes its place in production.
 */
import {
  createCipheriv, createDecipheriv, createHash, createHmac, createSecretKey, hkdfSync, randomBytes, randomFillSync, timingSafeEqual, type DecipherGCM, type KeyObject,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { assert } from '@/lib/kernel/assert';
import type { Random } from '@/lib/kernel/ports';
import { env } from './env';

export interface KeyProvider {
  /** Key used for sealing now; its id travels in every sealed text. */
  current(): { readonly id: number; readonly key: Uint8Array };
  byId(id: number): Uint8Array | undefined;
}

function localKeys(): KeyProvider {
  const hex = env().BAFANG_MASTER_KEY ?? keyFromFile(join(env().BAFANG_DATA_DIR, 'master.key'));
  const key = Buffer.from(hex, 'hex');
  assert(key.length === 32, 'the master key must be 32 bytes');
  return { current: () => ({ id: 1, key }), byId: (id) => (id === 1 ? key : undefined) };
}

function keyFromFile(path: string): string {
  assert(env().BAFANG_ENV !== 'production', 'production needs BAFANG_MASTER_KEY');
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true });
    // "wx": when two processes start together one of them writes, both read the same.
    try { writeFileSync(path, randomBytes(32).toString('hex'), { mode: 0o600, flag: 'wx' }); } catch { /* the other one wrote it */ }
  }
  return readFileSync(path, 'utf8').trim();
}

let provider: KeyProvider | undefined;
/** Where a key service takes the local key's place, before anything is sealed. @public */
export function setKeyProvider(next: KeyProvider): void {
  provider = next;
  derived.clear();
}
const keys = (): KeyProvider => (provider ??= localKeys());

const derived = new Map<string, KeyObject>();
/** A key of its own for each purpose, derived from the master key. Kept as an object: Node throws and catches an error for each key given as bytes. */
export function purposeKey(purpose: string, keyId = keys().current().id): KeyObject {
  const name = `${keyId}:${purpose}`;
  let key = derived.get(name);
  if (!key) {
    const master = keys().byId(keyId);
    assert(master, `no key ${keyId}`);
    key = createSecretKey(Buffer.from(hkdfSync('sha256', master, 'bafang', purpose, 32)));
    derived.set(name, key);
  }
  return key;
}

const VERSION = 1;
/** `place` is `table/column/row id`: a sealed text moved to another row or column cannot be opened. */
export const seal = (place: string, plain: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat([...sealInPieces(place, typeof plain === 'string' ? Buffer.from(plain) : plain)]));

const NONCE_BYTES = 12;
const nonces = Buffer.alloc(NONCE_BYTES * 256);
let nonceAt = nonces.length;
/** Fetched from the generator of the system many at a time: asking costs more than the bytes. Each is given out once. */
function freshNonce(): Uint8Array {
  if (nonceAt === nonces.length) {
    randomFillSync(nonces);
    nonceAt = 0;
  }
  return Uint8Array.prototype.slice.call(nonces, nonceAt, (nonceAt += NONCE_BYTES));
}

const PIECE_BYTES = 1 << 16;
/** The same sealed bytes piece by piece, so that a large file is never in memory twice. */
export function* sealInPieces(place: string, plain: Uint8Array): Generator<Uint8Array> {
  const id = keys().current().id;
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', purposeKey('seal', id), nonce);
  cipher.setAAD(Buffer.from(place));
  yield Buffer.concat([Buffer.from([VERSION, id]), nonce]);
  for (let at = 0; at < plain.length; at += PIECE_BYTES) yield cipher.update(plain.subarray(at, at + PIECE_BYTES));
  yield cipher.final();
  yield cipher.getAuthTag();
}

interface Sealer {
  readonly head: Uint8Array;
  add(piece: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/** The same again for what comes piece by piece. No stream: of a file of gigabytes its passing on cost four times its sealing. */
export function sealer(place: string): Sealer {
  const id = keys().current().id;
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', purposeKey('seal', id), nonce);
  cipher.setAAD(Buffer.from(place));
  return {
    head: Buffer.concat([Buffer.from([VERSION, id]), nonce]), add: (piece) => cipher.update(piece), end: () => Buffer.concat([cipher.final(), cipher.getAuthTag()]),
  };
}

const HEAD_BYTES = 14;
const TAG_BYTES = 16;
/** Opens what was sealed, piece by piece. What it gave before its end is believed only when it ends well: the tag is checked last. */
export function openingStream(place: string): Transform {
  let held: Buffer = Buffer.alloc(0);
  let decipher: DecipherGCM | null = null;
  return new Transform({
    transform(piece: Buffer, _, done) {
      held = Buffer.concat([held, piece]);
      if (decipher === null && held.length >= HEAD_BYTES) {
        if (held[0] !== VERSION) return done(new Error('not a sealed file'));
        decipher = createDecipheriv('aes-256-gcm', purposeKey('seal', held[1]), held.subarray(2, HEAD_BYTES));
        decipher.setAAD(Buffer.from(place));
        held = held.subarray(HEAD_BYTES);
      }
      if (decipher === null || held.length <= TAG_BYTES) return done();
      const ready = held.subarray(0, -TAG_BYTES);
      held = Buffer.from(held.subarray(-TAG_BYTES));
      done(null, decipher.update(ready));
    },
    flush(done) {
      if (decipher === null || held.length !== TAG_BYTES) return done(new Error('not a sealed file'));
      decipher.setAuthTag(held);
      try {
        done(null, decipher.final());
      } catch {
        done(new Error('a sealed file was changed'));
      }
    },
  });
}

export function open(place: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  assert(bytes.length >= 30 && bytes[0] === VERSION, 'not a sealed field');
  const decipher = createDecipheriv('aes-256-gcm', purposeKey('seal', bytes[1]), bytes.subarray(2, 14));
  decipher.setAAD(Buffer.from(place));
  decipher.setAuthTag(bytes.subarray(-16));
  return Buffer.concat([decipher.update(bytes.subarray(14, -16)), decipher.final()]);
}

export const openText = (place: string, sealed: Uint8Array): string => open(place, sealed).toString('utf8');

/** Finds a sealed value without opening any: the same text in the same institution and purpose gives the same 16 bytes. */
export function blindIndex(purpose: string, institutionId: string, text: string): Uint8Array<ArrayBuffer> {
  const mac = createHmac('sha256', purposeKey(`index:${purpose}`)).update(institutionId).update('\0').update(text.normalize('NFKC').trim().toLowerCase());
  return new Uint8Array(mac.digest().subarray(0, 16));
}

/** Keyed MAC for tokens we issue and check ourselves. */
export const macOf = (purpose: string, text: string): Buffer => createHmac('sha256', purposeKey(`mac:${purpose}`)).update(text).digest();
export const sameBytes = (a: Uint8Array, b: Uint8Array): boolean => a.length === b.length && timingSafeEqual(a, b);
export const sha256 = (data: string | Uint8Array): Uint8Array<ArrayBuffer> => new Uint8Array(createHash('sha256').update(data).digest());
export const sha256Hex = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex');
/** A secret for a URL: 256 bits, base64url. Keep only its `sha256`. */
export const newToken = (random: Random): string => Buffer.from(random.bytes(32)).toString('base64url');
