/** WeChat Pay v3 on the wire: request verification, signed answers, sealed callbacks. */
import type { Bank } from '../../bank/bank';
import { randomText, rsaSign, rsaVerify, sealGcm } from '../../bank/crypto';
import { bankRfc3339 } from '../../bank/clock';
import { answer, type Incoming, type Reply } from '../../bank/http';
import type { WireCallback } from '../../bank/sim';
import type { Merchant } from '../../bank/types';

const SKEW_MAX_S = 300;
const SCHEME = 'WECHATPAY2-SHA256-RSA2048';

/** The lines WeChat signs, each ended by a newline, the empty body too. */
export const signedLines = (...lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** The values of an Authorization header, or null when it is not one of ours. */
export function parseAuthorization(header: string): Record<string, string> | null {
  if (!header.startsWith(`${SCHEME} `)) return null;
  const values: Record<string, string> = {};
  for (const match of header.slice(SCHEME.length + 1).matchAll(/([a-z_]+)="([^"]*)"/g)) values[match[1]!] = match[2]!;
  return values;
}

/** The merchant who signed this request, or why it is refused. `paths`: the forms of path and query that may have been signed. */
export function authenticate(bank: Bank, request: Incoming, paths: readonly string[]): { merchant: Merchant } | { refusal: string } {
  const auth = parseAuthorization(request.headers.authorization ?? '');
  if (!auth) return { refusal: 'Http头Authorization缺少认证信息' };
  const merchant = bank.merchants.byNo('wechat', auth.mchid ?? '');
  if (!merchant) return { refusal: '商户号不存在' };
  if (auth.serial_no !== merchant.config.merchantSerialNo) return { refusal: '商户证书序列号有误' };
  const skew = Math.abs(bank.clock.wire() / 1000 - Number(auth.timestamp));
  if (!(skew <= SKEW_MAX_S)) return { refusal: 'Http头Authorization中的timestamp与发起请求的时间不得超过5分钟' };
  const body = request.body.toString('utf8');
  const signature = Buffer.from(auth.signature ?? '', 'base64');
  const good = paths.some((path) =>
    rsaVerify(
      'sha256',
      signedLines(request.method, path, auth.timestamp ?? '', auth.nonce_str ?? '', body),
      merchant.keeps.publicPem!,
      signature,
    ),
  );
  return good ? { merchant } : { refusal: '错误的签名，验签失败' };
}

async function signatureHeaders(bank: Bank, body: string, privatePem: string): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(bank.clock.wire() / 1000));
  const nonce = randomText(32);
  const signature = await rsaSign('sha256', signedLines(timestamp, nonce, body), privatePem);
  return {
    'Wechatpay-Serial': bank.keys.wechatPlatform.serial,
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': signature.toString('base64'),
  };
}

export async function signedReply(bank: Bank, status: number, value: unknown): Promise<Reply> {
  const body = value === null ? '' : JSON.stringify(value);
  const headers = await signatureHeaders(bank, body, bank.keys.wechatPlatform.privatePem);
  const type: Record<string, string> = value === null ? {} : { 'Content-Type': 'application/json; charset=utf-8' };
  return answer(status, body, { ...headers, ...type, 'Request-ID': randomText(32), 'Cache-Control': 'no-cache, must-revalidate' });
}

export const refusal = (bank: Bank, status: number, code: string, message: string): Promise<Reply> =>
  signedReply(bank, status, { code, message });

/** A callback: the resource sealed with the merchant's APIv3 key, then the whole body signed over its exact bytes. */
export async function sealedCallback(
  bank: Bank,
  merchant: Merchant,
  of: { id: string; eventType: string; summary: string; createdAt: number; resource: string; kind: string },
  forged: boolean,
): Promise<WireCallback> {
  const nonce = randomText(12);
  const body = JSON.stringify({
    id: of.id,
    create_time: bankRfc3339(of.createdAt),
    resource_type: 'encrypt-resource',
    event_type: of.eventType,
    summary: of.summary,
    resource: {
      original_type: of.kind,
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: sealGcm(merchant.secrets.apiV3Key!, nonce, of.kind, of.resource),
      associated_data: of.kind,
      nonce,
    },
  });
  const key = forged ? bank.keys.forger.privatePem : bank.keys.wechatPlatform.privatePem;
  const headers = await signatureHeaders(bank, body, key);
  return { headers: { ...headers, 'Wechatpay-Signature-Type': SCHEME, 'Content-Type': 'application/json' }, body };
}
