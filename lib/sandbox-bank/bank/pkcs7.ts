/** Detached PKCS#7 SignedData with SHA-1 and RSA, as BOC's portal wants it: written apart from the platform's, from RFC 2315 alone. */
import { sign, verify, X509Certificate } from 'node:crypto';
import { privateKey } from './crypto';
import { integer, nothing, octets, oid, sequence, setOf, tlv } from './x509';

interface Tlv {
  readonly tag: number;
  readonly body: Buffer;
  readonly whole: Buffer;
}

function read(bytes: Buffer, at: number): { readonly node: Tlv; readonly next: number } {
  const tag = bytes[at]!;
  let length = bytes[at + 1]!;
  let from = at + 2;
  if (length & 0x80) {
    const size = length & 0x7f;
    length = bytes.readUIntBE(from, size);
    from += size;
  }
  const next = from + length;
  if (next > bytes.length) throw new Error('cut short');
  return { node: { tag, body: bytes.subarray(from, next), whole: bytes.subarray(at, next) }, next };
}

function inside(node: Tlv | undefined): Tlv[] {
  const found: Tlv[] = [];
  for (let at = 0; node && at < node.body.length; ) {
    const { node: one, next } = read(node.body, at);
    found.push(one);
    at = next;
  }
  return found;
}

const DATA = '1.2.840.113549.1.7.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const SHA1 = '1.3.14.3.2.26';
const RSA = '1.2.840.113549.1.1.1';
const algorithm = (id: string): Buffer => sequence(oid(id), nothing);

/** Issuer and serial of a certificate, as it writes them. */
function issuerAndSerial(certificate: Buffer): Buffer {
  const [tbs] = inside(read(certificate, 0).node);
  const [version, ...rest] = inside(tbs);
  const [serial, , issuer] = version!.tag === 0xa0 ? rest : [version, ...rest];
  return sequence(issuer!.whole, serial!.whole);
}

/** Base64. */
export function signDetached(text: string, certificatePem: string, privatePem: string): string {
  const certificate = new X509Certificate(certificatePem).raw;
  const signature = sign('sha1', Buffer.from(text, 'utf8'), privateKey(privatePem));
  const signer = sequence(integer(1n), issuerAndSerial(certificate), algorithm(SHA1), algorithm(RSA), octets(signature));
  const signedData = sequence(integer(1n), setOf(algorithm(SHA1)), sequence(oid(DATA)), tlv(0xa0, certificate), setOf(signer));
  return sequence(oid(SIGNED_DATA), tlv(0xa0, signedData)).toString('base64');
}

/** Whether this merchant, whose certificate the bank knows, signed this text; the certificate inside must be that one. */
export function verifyDetached(text: string, signData: string, certificatePem: string): boolean {
  try {
    const known = new X509Certificate(certificatePem);
    const [, explicit] = inside(read(Buffer.from(signData, 'base64'), 0).node);
    const parts = inside(inside(explicit)[0]);
    const certificates = parts.find((part) => part.tag === 0xa0);
    const [signer] = inside(parts.at(-1));
    const signature = inside(signer).findLast((part) => part.tag === 0x04);
    if (!certificates?.body.equals(known.raw) || !signature) return false;
    return verify('sha1', Buffer.from(text, 'utf8'), known.publicKey, signature.body);
  } catch {
    return false;
  }
}
