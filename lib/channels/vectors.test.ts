// Signatures and ciphers agree, byte for byte, with test vectors published by others.
import { createPublicKey, X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { plusMs, instant } from '@/lib/kernel/time';
import { requestText, signParams, verifyNotifyParams } from './adapters/alipay/signature';
import { payMac, payText } from './adapters/ccb/signature';
import { readForm } from './adapters/form';
import { signedDigest, signFields } from './adapters/unionpay/signature';
import { checkSignature, openResource } from './adapters/wechat/signature';
import { openAesGcm, sealAesGcm } from './signatures/aes-gcm';
import { signRsa, strictBase64, verifyRsa } from './signatures/rsa';
import { sortedFields } from './signatures/sorted-fields';
import alipayNotify from './vectors/alipay-return-and-notify.json';
import alipayRequest from './vectors/alipay-request-sign.json';
import ccb from './vectors/ccb-mac.json';
import jsb from './vectors/jsb-request-sign.json';
import unionpay from './vectors/unionpay-request-sign.json';
import aead from './vectors/wechat-aead.json';
import wechatNotify from './vectors/wechat-notify.json';
import wechatSign from './vectors/wechat-sign.json';

const publicPem = (pem: string): string => createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString();

describe('WeChat vectors', () => {
  it('signs as the official Go library does', () => {
    expect(signRsa('RSA-SHA256', wechatSign.message, wechatSign.private_key_pem).toString('base64')).toBe(wechatSign.signature);
  });

  it('opens the official AEAD sample, and nothing that was changed', () => {
    const key = Buffer.from(aead.apiv3_key);
    const sealed = Buffer.from(aead.ciphertext, 'base64');
    expect(openAesGcm(key, aead.nonce, aead.associated_data, sealed)?.toString()).toBe(aead.plaintext);
    expect(openAesGcm(key, aead.nonce, `${aead.associated_data}x`, sealed)).toBeNull();
    expect(openAesGcm(key, 'xCq51qZv4Yfg', aead.associated_data, sealed)).toBeNull();
    for (let at = 0; at < sealed.length; at++) {
      const broken = Buffer.from(sealed);
      broken[at]! ^= 1;
      expect(openAesGcm(key, aead.nonce, aead.associated_data, broken)).toBeNull();
    }
    expect(sealAesGcm(key, aead.nonce, aead.associated_data, Buffer.from(aead.plaintext)).toString('base64')).toBe(aead.ciphertext);
  });

  const { headers, body, verify_public_key_pem: publicKeyPem, apiv3_key: apiV3Key } = wechatNotify;
  const config = { appId: 'a', mchId: 'm', merchantSerialNo: 's', platformKeys: [{ serial: headers['Wechatpay-Serial'], publicKeyPem }] };
  const at = instant(Number.parseInt(headers['Wechatpay-Timestamp'], 10) * 1000);

  it('verifies a real callback over its raw bytes, then opens it', () => {
    expect(checkSignature(config, headers, Buffer.from(body), at)).toEqual({ kind: 'authentic' });
    const { resource } = JSON.parse(body) as { resource: { ciphertext: string; nonce: string; associated_data: string } };
    expect(openResource(apiV3Key, resource)?.trim()).toBe(wechatNotify.plaintext.trim());
    expect(openResource('0'.repeat(32), resource)).toBeNull();
  });

  it('refuses the real callback five minutes later, with another serial, or re-serialised', () => {
    const bytes = Buffer.from(body);
    expect(checkSignature(config, headers, bytes, plusMs(at, 300_000))).toEqual({ kind: 'authentic' });
    expect(checkSignature(config, headers, bytes, plusMs(at, 301_000))).toEqual({ kind: 'invalid', reason: 'stale' });
    expect(checkSignature(config, headers, bytes, plusMs(at, -301_000))).toEqual({ kind: 'invalid', reason: 'stale' });
    expect(checkSignature(config, { ...headers, 'Wechatpay-Serial': 'X' }, bytes, at)).toEqual({
      kind: 'invalid',
      reason: 'unknown-certificate',
    });
    const again = Buffer.from(JSON.stringify(JSON.parse(body)));
    expect(checkSignature(config, headers, again, at)).toEqual({ kind: 'invalid', reason: 'bad-signature' });
  });
});

describe('Alipay vectors', () => {
  const pem = `-----BEGIN RSA PRIVATE KEY-----\n${alipayRequest.app_private_key_pkcs1_b64}\n-----END RSA PRIVATE KEY-----\n`;
  const alipayKey = publicPem(alipayNotify.alipay_cert_pem);

  it('signs a request as published, sign_type included', () => {
    expect(requestText(alipayRequest.params)).toBe(alipayRequest.string_to_sign);
    expect(signParams(alipayRequest.params, pem)).toBe(alipayRequest.sign);
  });

  it('verifies a real notify whose subject holds a literal plus sign, straight from form bytes', () => {
    const body = Buffer.from(new URLSearchParams(alipayNotify.notify_form).toString());
    const params = readForm(body, 'utf-8')!;
    expect(sortedFields(params, ['sign', 'sign_type'])).toBe(alipayNotify.notify_string);
    expect(verifyNotifyParams(params, alipayKey)).toBe(true);
    expect(verifyNotifyParams({ ...params, total_amount: '0.02' }, alipayKey)).toBe(false);
    expect(verifyNotifyParams({ ...params, extra: 'x' }, alipayKey)).toBe(false);
  });

  it('verifies a notify that was signed with sign_type inside the text', () => {
    const { app_private_key_pkcs1_b64: _key, ...rest } = alipayRequest;
    const fields = { ...rest.params, sign: rest.sign };
    const own = createPublicKey(pem).export({ type: 'spki', format: 'pem' }).toString();
    expect(verifyNotifyParams(fields, own)).toBe(true);
  });
});

describe('UnionPay vector', () => {
  const { params, signature, sha256_hex: digest } = unionpay;
  const fields = { ...params, txnAmt: String(params.txnAmt) };

  it('digests and signs a 5.1.0 request as published', () => {
    expect(signedDigest(fields)).toBe(digest);
    expect(signFields(fields, unionpay.private_key_pem)).toBe(signature);
    expect(verifyRsa('RSA-SHA256', digest, strictBase64(signature)!, publicPem(unionpay.cert_pem))).toBe(true);
  });

  it('certId is the decimal serial of the certificate', () => {
    expect(BigInt(`0x${new X509Certificate(unionpay.cert_pem).serialNumber}`).toString()).toBe(unionpay.certId_decimal);
  });
});

describe('CCB vector', () => {
  it('makes the MAC over the fixed order with PUB last', () => {
    const pairs = ccb.mac_string.split('&').map((pair) => pair.split('=') as [string, string]);
    const { PUB, ...fields } = Object.fromEntries(pairs) as Record<string, string>;
    expect(payText(fields, PUB!)).toBe(ccb.mac_string);
    expect(payMac(fields, PUB!)).toBe(ccb.mac_md5_lower);
  });
});

describe('a regional bank (Bank of Jiangsu)', () => {
  it('signs SHA-1 over the sorted fields, empty ones kept, as the public sample does', () => {
    const text = Object.entries(jsb.params).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`).join('&');
    expect(text).toBe(jsb.string_to_sign);
    expect(signRsa('RSA-SHA1', text, jsb.private_key_pem).toString('base64')).toBe(jsb.signature);
  });
});
