// SM2, SM3 and SM4 agree with the national standards' own examples; nothing altered, no other user id and no other spelling passes.
import { execFileSync } from 'node:child_process';
import { createCipheriv } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { sm2 } from 'sm-crypto-v2';
import cmbKeys from '../vectors/cmb-sm2-keys.json';
import sm2Vector from '../vectors/sm2-sign.json';
import sm3Assertions from '../vectors/sm3-assertions.json';
import sm3Vectors from '../vectors/sm3.json';
import sm4Vector from '../vectors/sm4.json';
import { der } from './der';
import { isSm2PrivateKey, isSm2PublicKey, rawOfDer, signSm2, sm2PointHex, verifySm2 } from './sm2';
import { sm3Hex } from './sm3';
import { sm4Decrypt, sm4Encrypt, sm4GcmOpen, sm4GcmSeal } from './sm4';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const { d: key, message, user_id: userId } = sm2Vector;
const point = `04${sm2Vector.pubX}${sm2Vector.pubY}`;
const raw = hex(sm2Vector.r + sm2Vector.s);
const integer = (bytes: Buffer): Buffer => der(0x02, bytes[0]! > 0x7f ? Buffer.concat([Buffer.from([0]), bytes]) : bytes);
const asDer = der(0x30, integer(raw.subarray(0, 32)), integer(raw.subarray(32)));

describe('SM2 (GB/T 32918.5 / GM/T 0003.5 example)', () => {
  it('verifies the published signature in both spellings, and only under its user id, message and spelling', () => {
    expect(verifySm2(message, raw, point, 'raw', userId)).toBe(true);
    expect(verifySm2(message, asDer, point, 'der', userId)).toBe(true);
    expect(rawOfDer(asDer)).toEqual(raw);
    expect(verifySm2(message, raw, point, 'raw', '8765432187654321')).toBe(false);
    expect(verifySm2(`${message}!`, raw, point, 'raw', userId)).toBe(false);
    expect(verifySm2(message, raw, point, 'der', userId)).toBe(false);
    expect(verifySm2(message, asDer, point, 'raw', userId)).toBe(false);
  });

  it('computes the published ZA and digest', () => {
    expect(Buffer.from(sm2.getZ(point.toLowerCase(), userId)).toString('hex')).toBe(sm2Vector.ZA);
    expect(sm3Hex(Buffer.concat([hex(sm2Vector.ZA), Buffer.from(message)]))).toBe(sm2Vector.e.padStart(64, '0'));
  });

  it('accepts no altered byte of a signature, and no other spelling of the same numbers', () => {
    for (let at = 0; at < raw.length; at += 7) {
      const broken = Buffer.from(raw);
      broken[at]! ^= 1;
      expect(verifySm2(message, broken, point, 'raw', userId)).toBe(false);
    }
    const padded = der(0x30, der(0x02, Buffer.concat([Buffer.from([0, 0]), raw.subarray(0, 32)])), integer(raw.subarray(32)));
    expect(verifySm2(message, padded, point, 'der', userId)).toBe(false);
    expect(verifySm2(message, Buffer.concat([asDer, Buffer.from([0])]), point, 'der', userId)).toBe(false);
    for (const odd of [Buffer.alloc(0), Buffer.alloc(64), Buffer.alloc(64, 255)]) expect(verifySm2(message, odd, point, 'raw')).toBe(false);
  });

  it.each(['raw', 'der'] as const)('signs what it verifies (%s), differently every time', (form) => {
    const [one, two] = [signSm2(message, key, form), signSm2(message, key, form)];
    expect(one.equals(two)).toBe(false);
    for (const signature of [one, two]) expect(verifySm2(message, signature, point, form)).toBe(true);
    expect(verifySm2(message, signSm2(message, key, form, 'U0001'), point, form)).toBe(false);
  });

  it("reads CMB's key shapes: 64 digits of a private key, base64 of a public one", () => {
    expect(sm2PointHex(cmbKeys.public_spki_b64)).toBe(`04${cmbKeys.X}${cmbKeys.Y}`.toLowerCase());
    expect(isSm2PrivateKey(cmbKeys.private_hex_format_example)).toBe(true);
    for (const broken of ['', 'x', cmbKeys.public_spki_b64.slice(4), `04${cmbKeys.X}${cmbKeys.X}`, 'A'.repeat(124)]) {
      expect(isSm2PublicKey(broken)).toBe(false);
      expect(verifySm2(message, raw, broken, 'raw')).toBe(false);
    }
    expect(isSm2PrivateKey('0'.repeat(64))).toBe(false);
  });

  it('agrees with the openssl command over a signature of ours', () => {
    const signature = signSm2('合同 contract', key, 'der');
    const spki = Buffer.concat([hex('3059301306072a8648ce3d020106082a811ccf5501822d034200'), hex(point)]).toString('base64');
    const pem = `-----BEGIN PUBLIC KEY-----\n${spki}\n-----END PUBLIC KEY-----\n`;
    const script = 'd=$(mktemp -d); cd "$d"; printf %s "$PEM" > p.pem; printf %s "$SIG" | base64 -d > s; printf %s "$MSG" > m;'
      + ' openssl pkeyutl -verify -rawin -digest sm3 -in m -sigfile s -pubin -inkey p.pem -pkeyopt distid:1234567812345678; rm -r "$d"';
    const env = { ...process.env, PEM: pem, SIG: signature.toString('base64'), MSG: '合同 contract' };
    try {
      execFileSync('openssl', ['version']);
    } catch {
      return; // Not every machine has the command; the example of the standard above does not need it.
    }
    expect(execFileSync('sh', ['-c', script], { env, encoding: 'utf8' })).toContain('Signature Verified Successfully');
  });
});

describe('SM3 and SM4', () => {
  it('SM3: the examples of the standard and of sm-crypto', () => {
    for (const { hex_in, digest } of sm3Vectors) expect(sm3Hex(hex(hex_in))).toBe(digest);
    expect(sm3Assertions.cases.length).toBeGreaterThan(15);
    for (const one of sm3Assertions.cases as { text?: string; hex?: string; digest: string }[]) {
      expect(sm3Hex(one.text === undefined ? hex(one.hex!) : Buffer.from(one.text))).toBe(one.digest);
    }
  });

  it('SM4: the example of the standard, and what comes back is what went in', () => {
    const { key: sm4Key, plaintext, ecb_once } = sm4Vector;
    expect(sm4Encrypt('ecb', hex(sm4Key), hex(plaintext)).subarray(0, 16).toString('hex')).toBe(ecb_once);
    for (const [mode, iv] of [['ecb', null], ['cbc', hex(plaintext)]] as const) {
      const sealed = sm4Encrypt(mode, hex(sm4Key), '金额 0.01', iv);
      expect(sm4Decrypt(mode, hex(sm4Key), sealed, iv)?.toString()).toBe('金额 0.01');
      expect(sm4Decrypt(mode, hex(sm4Key), sealed.subarray(1), iv)).toBeNull();
      expect(sm4Decrypt(mode, hex(sm4Key), Buffer.alloc(0), iv)).toBeNull();
    }
  });

  it('SM4 a million times over itself ends where the standard says', () => {
    const cipher = createCipheriv('sm4-ecb', hex(sm4Vector.key), null);
    let block = hex(sm4Vector.plaintext);
    for (let round = 0; round < 1_000_000; round++) block = cipher.update(block);
    expect(block.toString('hex')).toBe(sm4Vector.ecb_1000000);
  });

  it('SM4-GCM (RFC 8998 example) opens what it sealed and nothing that was changed', () => {
    const [gcmKey, nonce] = [hex('0123456789abcdeffedcba9876543210'), hex('00001234567800000000abcd')];
    const associated = hex('feedfacedeadbeeffeedfacedeadbeefabaddad2');
    const plain = hex(Array.from('abcdefea', (digit) => digit.repeat(16)).join(''));
    const sealed = sm4GcmSeal(gcmKey, nonce, associated, plain);
    expect(sealed.toString('hex')).toBe(
      '17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d'
      + '83de3541e4c2b58177e065a9bf7b62ec',
    );
    expect(sm4GcmOpen(gcmKey, nonce, associated, sealed)).toEqual(plain);
    for (let at = 0; at < sealed.length; at += 5) {
      const broken = Buffer.from(sealed);
      broken[at]! ^= 1;
      expect(sm4GcmOpen(gcmKey, nonce, associated, broken)).toBeNull();
    }
    expect(sm4GcmOpen(gcmKey, nonce, 'x', sealed)).toBeNull();
  });
});
