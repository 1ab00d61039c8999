import { createDecipheriv, createPrivateKey, X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { payMac } from '../channels/ccb/wire';
import { signText, verifyRequest as verifyAlipay } from '../channels/alipay/wire';
import { certificateWithCrlf, signedDigest } from '../channels/unionpay/wire';
import { signedLines } from '../channels/wechat/wire';
import vectors from '../testing/public-vectors.json';
import { newRsaKey, rsaSign, rsaVerify, sealGcm } from './crypto';
import { issueCertificate, selfSignedRoot } from './x509';

const b64 = (text: string) => Buffer.from(text, 'base64');

test('WeChat: signing the public message with the public test key gives the published signature', async () => {
  const { message, private_key_pem, signature } = vectors.wechatSign;
  expect((await rsaSign('sha256', message, private_key_pem)).toString('base64')).toBe(signature);
});

test('WeChat: a published callback verifies over its exact bytes, and one flipped byte does not', () => {
  const { headers, body, verify_public_key_pem } = vectors.wechatNotify;
  const lines = (text: string) => signedLines(headers['Wechatpay-Timestamp'], headers['Wechatpay-Nonce'], text);
  const signature = b64(headers['Wechatpay-Signature']);
  expect(rsaVerify('sha256', lines(body), verify_public_key_pem, signature)).toBe(true);
  expect(rsaVerify('sha256', lines(body.replace('4196', '4197')), verify_public_key_pem, signature)).toBe(false);
});

test('WeChat: what the bank seals opens with AES-256-GCM, 16-byte tag last, and not under other associated data', () => {
  const key = vectors.wechatNotify.apiv3_key;
  const sealed = b64(sealGcm(key, 'nonce1234567', 'transaction', '{"a":1}'));
  const open = (associated: string) => {
    const cipher = createDecipheriv('aes-256-gcm', Buffer.from(key), Buffer.from('nonce1234567'));
    cipher.setAAD(Buffer.from(associated));
    cipher.setAuthTag(sealed.subarray(-16));
    return Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]).toString();
  };
  expect(open('transaction')).toBe('{"a":1}');
  expect(() => open('refund')).toThrow();
});

test('Alipay: the string to sign and its verification agree with the public request vector, sign_type included', () => {
  const { params, string_to_sign, sign, app_private_key_pkcs1_b64 } = vectors.alipayRequest;
  const key = createPrivateKey({ key: b64(app_private_key_pkcs1_b64), format: 'der', type: 'pkcs1' });
  const publicPem = new X509Certificate(vectors.alipayNotify.alipay_cert_pem).publicKey.export({ type: 'spki', format: 'pem' }) as string;
  expect(signText(params, ['sign'])).toBe(string_to_sign);
  expect(verifyAlipay({ ...params, sign }, key.export({ type: 'pkcs8', format: 'pem' }) as string)).toBe(true);
  expect(verifyAlipay({ ...params, sign }, publicPem)).toBe(false);
});

test('Alipay: a published notify verifies without sign and sign_type', () => {
  const { notify_form, notify_string, alipay_cert_pem } = vectors.alipayNotify;
  const publicPem = new X509Certificate(alipay_cert_pem).publicKey.export({ type: 'spki', format: 'pem' }) as string;
  expect(signText(notify_form, ['sign', 'sign_type'])).toBe(notify_string);
  expect(rsaVerify('sha256', notify_string, publicPem, b64(notify_form.sign))).toBe(true);
});

test('UnionPay 5.1.0: digest and signature of the public request vector', async () => {
  const { params, sha256_hex, signature, private_key_pem } = vectors.unionpay;
  const fields = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));
  expect(signedDigest(fields)).toBe(sha256_hex);
  expect((await rsaSign('sha256', signedDigest(fields), private_key_pem)).toString('base64')).toBe(signature);
});

test('CCB: the MAC of the published field order', () => {
  const { mac_string, mac_md5_lower } = vectors.ccb;
  const fields = Object.fromEntries(
    mac_string.split('&').map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
  expect(payMac(fields, fields.PUB!)).toBe(mac_md5_lower);
});

test('Certificates the bank issues are real: OpenSSL reads them, the chain verifies, another root does not', async () => {
  const [root, other, leaf] = await Promise.all([newRsaKey(), newRsaKey(), newRsaKey()]);
  const issuer = selfSignedRoot('Root A', root, 1n);
  const stranger = new X509Certificate(selfSignedRoot('Root A', other, 1n).certificatePem);
  const pem = issueCertificate({ issuer, commonName: 'leaf 银联', publicPem: leaf.publicPem, serial: 68_759_585_097n });
  const certificate = new X509Certificate(certificateWithCrlf(pem));
  const rootCertificate = new X509Certificate(issuer.certificatePem);
  expect(certificate.checkIssued(rootCertificate)).toBe(true);
  expect(certificate.verify(rootCertificate.publicKey)).toBe(true);
  expect(certificate.verify(stranger.publicKey)).toBe(false);
  expect(rootCertificate.ca).toBe(true);
  expect(certificate.ca).toBe(false);
  expect(BigInt(`0x${certificate.serialNumber}`)).toBe(68_759_585_097n);
  expect(certificate.subject).toContain('CN=leaf 银联');
  expect(certificate.publicKey.export({ type: 'spki', format: 'pem' })).toBe(leaf.publicPem);
});
