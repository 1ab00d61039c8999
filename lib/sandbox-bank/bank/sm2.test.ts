// The bank's own SM2 agrees with the standard's example and with the openssl command, so that an adapter agreeing with it agrees with both.
import { expect, test } from 'vitest';
import vectors from '../testing/public-vectors.json';
import { fromDer, newSm2Key, sm2Sign, sm2Verify, toDer } from './sm2';

const { sm2 } = vectors;
const publicKey = Buffer.from(`3059301306072a8648ce3d020106082a811ccf5501822d03420004${sm2.pubX}${sm2.pubY}`, 'hex').toString('base64');
const signature = Buffer.from(sm2.r + sm2.s, 'hex');

test('GB/T 32918.5: the published signature is right, and nothing else is', () => {
  expect(sm2Verify(sm2.message, signature, publicKey)).toBe(true);
  expect(sm2Verify(`${sm2.message}!`, signature, publicKey)).toBe(false);
  for (let at = 0; at < 64; at += 9) {
    const broken = Buffer.from(signature);
    broken[at]! ^= 1;
    expect(sm2Verify(sm2.message, broken, publicKey)).toBe(false);
  }
});

test('signs what it verifies, with the published key and with a fresh one; both spellings carry the same numbers', () => {
  expect(sm2Verify('金额', sm2Sign('金额', sm2.d), publicKey)).toBe(true);
  const key = newSm2Key();
  const raw = sm2Sign('x', key.privateHex);
  expect(sm2Verify('x', raw, key.publicKey)).toBe(true);
  expect(sm2Verify('x', raw, publicKey)).toBe(false);
  expect(fromDer(toDer(raw))).toEqual(raw);
  expect(fromDer(raw)).toBeNull();
});
