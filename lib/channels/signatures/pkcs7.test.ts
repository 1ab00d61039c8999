// A PKCS#7 signature is believed only over its own content, whole and unaltered, whoever wrote it: openssl's are read, ours are read back.
import { describe, expect, it } from 'vitest';
import vector from '../vectors/pkcs7.json';
import { childrenOf, readDer } from './der';
import { signPkcs7, verifyPkcs7 } from './pkcs7';

const content = Buffer.from(vector.content);
const signed = Object.entries(vector.signed).map(([name, text]) => [name, Buffer.from(text, 'base64')] as const);

describe('PKCS#7', () => {
  it.each(signed)('reads openssl: %s', (name, bytes) => {
    const attached = name.endsWith('-attached');
    expect(verifyPkcs7(bytes, content)).toMatchObject({ content, signerPem: vector.certPem });
    expect(verifyPkcs7(bytes, null)?.content.toString()).toBe(attached ? vector.content : undefined);
    expect(verifyPkcs7(bytes, Buffer.from(`${vector.content}0`))).toBeNull();
  });

  it.each(['sha1', 'sha256'] as const)('signs with %s, detached and attached, and nothing altered passes', (digest) => {
    for (const attached of [true, false]) {
      const bytes = signPkcs7(content, { certPem: vector.certPem, privateKeyPem: vector.privateKeyPem, digest }, attached);
      expect(verifyPkcs7(bytes, attached ? null : content)?.content).toEqual(content);
      for (let at = 0; at < bytes.length; at += 3) {
        const broken = Buffer.from(bytes);
        broken[at]! ^= 1;
        const found = verifyPkcs7(broken, content);
        // A byte of the certificate's own signature or of an optional name may change; content and signer's key may not.
        if (found) expect(found.content).toEqual(content);
      }
      for (const cut of [0, 1, 20, bytes.length - 1]) expect(verifyPkcs7(bytes.subarray(0, cut), content)).toBeNull();
    }
  });

  it('reads no length that is written long, endless or past the end', () => {
    for (const text of ['3081050400', '30800000', '300304', '30', '', '1f0100']) expect(readDer(Buffer.from(text, 'hex'))).toBeNull();
    expect(childrenOf(readDer(Buffer.from('3003040300', 'hex')) ?? undefined)).toBeNull();
  });
});
