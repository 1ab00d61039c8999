/**
 * SM2 signatures with SM3 (GB/T 32918.2), user id included. Node's own `SM2` curve signs with an empty user id, which no bank accepts,
 * so this goes through sm-crypto-v2. Two spellings of one signature exist: ASN.1 DER (CMB polypay, ICBC) and raw r||s (CMB direct connect).
 */
import { sm2 } from 'sm-crypto-v2';

export type Sm2Form = 'der' | 'raw';
/** The user id of the standard's examples, and what every bank seen so far asks for. */
export const SM2_USER_ID = '1234567812345678';

const RAW_BYTES = 64;
const POINT_HEX = /^04[0-9a-fA-F]{128}$/;
const SPKI_HEAD = '3059301306072a8648ce3d020106082a811ccf5501822d034200';

/** Private: 64 hexadecimal digits. */
export const isSm2PrivateKey = (text: string): boolean => /^[0-9a-fA-F]{64}$/.test(text) && !/^0+$/.test(text);

const points = new Map<string, ReturnType<typeof sm2.precomputePublicKey> | null>();
const KEPT_POINTS = 256;
/** Larger tables verify a little faster and take ten times as long to make, which the first callback of a bank would wait for. */
const WINDOW = 5;

/** `04||x||y` in hexadecimal of a point, or of a base64 SubjectPublicKeyInfo or PEM; null when it is not a point of the curve. */
export function sm2PointHex(publicKey: string): string | null {
  const text = publicKey.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  if (POINT_HEX.test(text)) return onCurve(text.toLowerCase());
  const hex = /^[0-9A-Za-z+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64').toString('hex') : '';
  const point = hex.startsWith(SPKI_HEAD) ? hex.slice(SPKI_HEAD.length) : '';
  return POINT_HEX.test(point) ? onCurve(point) : null;
}

function onCurve(point: string): string | null {
  try {
    return sm2.verifyPublicKey(point) ? point : null;
  } catch {
    return null;
  }
}

export const isSm2PublicKey = (text: string): boolean => sm2PointHex(text) !== null;

/** Tables for a public key are dear to make and the same few keys come all day. */
function pointOf(publicKey: string): ReturnType<typeof sm2.precomputePublicKey> | null {
  const found = points.get(publicKey);
  if (found !== undefined) return found;
  const hex = sm2PointHex(publicKey);
  const point = hex === null ? null : sm2.precomputePublicKey(hex, WINDOW);
  if (points.size >= KEPT_POINTS) points.delete(points.keys().next().value ?? publicKey);
  points.set(publicKey, point);
  return point;
}

export function signSm2(data: Uint8Array | string, privateKeyHex: string, form: Sm2Form, userId: string = SM2_USER_ID): Buffer {
  const signature = sm2.doSignature(Buffer.from(data), privateKeyHex, { hash: true, der: form === 'der', userId });
  return Buffer.from(signature, 'hex');
}

/** False for anything that is not a right signature in exactly this form, a damaged key included. */
export function verifySm2(
  data: Uint8Array | string, signature: Uint8Array, publicKey: string, form: Sm2Form, userId: string = SM2_USER_ID,
): boolean {
  const raw = form === 'raw' ? Buffer.from(signature) : rawOfDer(signature);
  if (raw?.length !== RAW_BYTES) return false;
  try {
    const point = pointOf(publicKey);
    return point !== null && sm2.doVerifySignature(Buffer.from(data), raw.toString('hex'), point, { hash: true, der: false, userId });
  } catch {
    return false;
  }
}

/** SEQUENCE of two INTEGERs in the one shortest spelling only: a second spelling would be a second signature nobody made. */
export function rawOfDer(signature: Uint8Array): Buffer | null {
  const bytes = Buffer.from(signature);
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2 || bytes.length > 72) return null;
  const r = integerAt(bytes, 2);
  const s = r && integerAt(bytes, r.end);
  return s?.end === bytes.length ? Buffer.concat([r!.value, s.value]) : null;
}

function integerAt(bytes: Buffer, at: number): { value: Buffer; end: number } | null {
  const length = bytes[at + 1] ?? 0;
  const end = at + 2 + length;
  const body = bytes.subarray(at + 2, end);
  const first = body[0] ?? 0xff;
  const padded = first === 0 && body.length > 1;
  if (bytes[at] !== 0x02 || length < 1 || length > 33 || end > bytes.length || first > 0x7f || (padded && body[1]! < 0x80)) return null;
  const value = padded ? body.subarray(1) : body;
  return value.length > 32 ? null : { value: Buffer.concat([Buffer.alloc(32 - value.length), value]), end };
}
