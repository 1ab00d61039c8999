// A detached signature holds for its text and its certificate alone.
import { expect, test } from 'vitest';
import { newRsaKey } from './crypto';
import { signDetached, verifyDetached } from './pkcs7';
import { issueCertificate, selfSignedRoot } from './x509';

test('PKCS#7: another text, another certificate and one changed byte are refused', async () => {
  const [rootKey, key, other] = await Promise.all([newRsaKey(), newRsaKey(), newRsaKey()]);
  const issuer = selfSignedRoot('Root', rootKey, 1n);
  const cert = (publicPem: string, serial: bigint) => issueCertificate({ issuer, commonName: '商户 merchant', publicPem, serial });
  const [mine, foreign] = [cert(key.publicPem, 2n), cert(other.publicPem, 3n)];
  const signed = signDetached('a|b|中', mine, key.privatePem);
  expect(verifyDetached('a|b|中', signed, mine)).toBe(true);
  expect(verifyDetached('a|b|国', signed, mine)).toBe(false);
  expect(verifyDetached('a|b|中', signed, foreign)).toBe(false);
  const bytes = Buffer.from(signed, 'base64');
  bytes[bytes.length - 1]! ^= 1;
  expect(verifyDetached('a|b|中', bytes.toString('base64'), mine)).toBe(false);
  for (const junk of ['', 'AAAA', signed.slice(0, 400)]) expect(verifyDetached('a|b|中', junk, mine)).toBe(false);
});
