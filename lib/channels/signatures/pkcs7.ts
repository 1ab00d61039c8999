/**
 * PKCS#7 / CMS SignedData (RFC 2315, RFC 5652) with RSA, content inside or detached, as BOC and the older bank gateways ask for. Who the
 * signer is, is not decided here: the certificate found is handed back, and `verifyChain` says whether it may be trusted.
 */
import { createHash, createPrivateKey, sign, verify, X509Certificate } from 'node:crypto';
import { childrenOf, der, oid, readDer, TAG, type DerNode } from './der';

const DATA = '1.2.840.113549.1.7.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const RSA = '1.2.840.113549.1.1.1';
const MESSAGE_DIGEST = oid('1.2.840.113549.1.9.4');
const DIGESTS = { sha1: '1.3.14.3.2.26', sha256: '2.16.840.1.101.3.4.2.1' } as const;
export type Pkcs7Digest = keyof typeof DIGESTS;

const algorithm = (dotted: string): Buffer => der(TAG.sequence, oid(dotted), der(TAG.null));
const ONE = der(TAG.integer, Buffer.from([1]));

export interface Pkcs7Signer {
  readonly certPem: string;
  readonly privateKeyPem: string;
  readonly digest: Pkcs7Digest;
}

/** DER. `attached`: the content travels inside; otherwise the other side already has it. The signer's certificate is always inside. */
export function signPkcs7(content: Uint8Array | string, { certPem, privateKeyPem, digest }: Pkcs7Signer, attached: boolean): Buffer {
  const bytes = Buffer.from(content);
  const cert = new X509Certificate(certPem);
  const names = namesOf(cert.raw);
  if (!names) throw new Error('the certificate cannot be read');
  const signature = sign(digest, bytes, createPrivateKey(privateKeyPem));
  const signerInfo = der(
    TAG.sequence, ONE, der(TAG.sequence, names.issuer.whole, names.serial.whole), algorithm(DIGESTS[digest]), algorithm(RSA),
    der(TAG.octets, signature),
  );
  const inner = attached ? [der(TAG.context0, der(TAG.octets, bytes))] : [];
  const signedData = der(
    TAG.sequence, ONE, der(TAG.set, algorithm(DIGESTS[digest])), der(TAG.sequence, oid(DATA), ...inner), der(TAG.context0, cert.raw),
    der(TAG.set, signerInfo),
  );
  return der(TAG.sequence, oid(SIGNED_DATA), der(TAG.context0, signedData));
}

export interface Pkcs7Verified {
  readonly content: Buffer;
  readonly signerPem: string;
}

/**
 * Null unless exactly one signer signed this content. `detached`: the content that is not inside; where both are there they must agree.
 * Signed attributes, where present, must carry the digest of the content, and then the signature is over the attributes.
 */
export function verifyPkcs7(bytes: Uint8Array, detached: Uint8Array | null): Pkcs7Verified | null {
  try {
    const parts = partsOf(bytes);
    if (!parts) return null;
    const content = parts.content ?? (detached === null ? null : Buffer.from(detached));
    if (content === null || (detached !== null && !content.equals(detached))) return null;
    const cert = parts.certificates.map((raw) => new X509Certificate(raw)).find((one) => isSigner(one, parts.signer));
    if (!cert || !signedBy(cert, parts.signer, content)) return null;
    return { content, signerPem: cert.toString() };
  } catch {
    return null;
  }
}

interface SignerInfo {
  readonly issuer: Buffer;
  readonly serial: Buffer;
  readonly digest: Pkcs7Digest;
  readonly attributes: DerNode | null;
  readonly signature: Buffer;
}
interface Parts {
  readonly content: Buffer | null;
  readonly certificates: readonly Buffer[];
  readonly signer: SignerInfo;
}

const isOid = (node: DerNode | undefined, dotted: string): boolean => node !== undefined && node.whole.equals(oid(dotted));

function partsOf(bytes: Uint8Array): Parts | null {
  const outer = childrenOf(readDer(bytes) ?? undefined);
  if (outer?.length !== 2 || !isOid(outer[0], SIGNED_DATA)) return null;
  const [signedData] = childrenOf(outer[1]) ?? [];
  const [, , encapsulated, ...rest] = childrenOf(signedData) ?? [];
  const [type, explicit] = childrenOf(encapsulated) ?? [];
  if (!isOid(type, DATA)) return null;
  const content = explicit ? contentIn(explicit) : null;
  const certificates = rest.find((node) => node.tag === TAG.context0);
  const signers = childrenOf(rest.find((node) => node.tag === TAG.set));
  if (explicit && content === null) return null;
  const signer = signers?.length === 1 ? signerOf(signers[0]!) : null;
  return signer && { content, certificates: (childrenOf(certificates) ?? []).map((node) => node.whole), signer };
}

function contentIn(explicit: DerNode): Buffer | null {
  const inside = childrenOf(explicit);
  return inside?.length === 1 && inside[0]!.tag === TAG.octets ? inside[0]!.body : null;
}

function signerOf(info: DerNode): SignerInfo | null {
  const [version, name, digestAlgorithm, ...rest] = childrenOf(info) ?? [];
  const [issuer, serial] = childrenOf(name) ?? [];
  const attributes = rest[0]?.tag === TAG.context0 ? rest[0] : null;
  const [encryption, signature] = attributes ? rest.slice(1) : rest;
  const [digestOid] = childrenOf(digestAlgorithm) ?? [];
  const digest = (Object.keys(DIGESTS) as Pkcs7Digest[]).find((one) => isOid(digestOid, DIGESTS[one]));
  if (!version || !issuer || !serial || !encryption || signature?.tag !== TAG.octets || !digest) return null;
  return { issuer: issuer.whole, serial: serial.whole, digest, attributes, signature: signature.body };
}

function isSigner(cert: X509Certificate, signer: SignerInfo): boolean {
  const names = namesOf(cert.raw);
  return names !== null && names.issuer.whole.equals(signer.issuer) && names.serial.whole.equals(signer.serial);
}

/** Issuer and serial number as the certificate writes them. */
function namesOf(certificate: Uint8Array): { issuer: DerNode; serial: DerNode } | null {
  const [tbs] = childrenOf(readDer(certificate) ?? undefined) ?? [];
  const fields = childrenOf(tbs) ?? [];
  const from = fields[0]?.tag === TAG.context0 ? 1 : 0;
  const [serial, , issuer] = fields.slice(from);
  return serial && issuer ? { issuer, serial } : null;
}

function signedBy(cert: X509Certificate, { digest, attributes, signature }: SignerInfo, content: Buffer): boolean {
  if (cert.publicKey.asymmetricKeyType !== 'rsa') return false;
  if (!attributes) return verify(digest, content, cert.publicKey, signature);
  const stated = (childrenOf(attributes) ?? []).map((node) => childrenOf(node) ?? []).find(([name]) => name?.whole.equals(MESSAGE_DIGEST));
  const [value] = childrenOf(stated?.[1]) ?? [];
  if (!value?.body.equals(createHash(digest).update(content).digest())) return false;
  // Signed as a SET although they travel under a context tag (RFC 5652 5.4).
  const signed = Buffer.concat([Buffer.from([TAG.set]), attributes.whole.subarray(1)]);
  return verify(digest, signed, cert.publicKey, signature);
}
