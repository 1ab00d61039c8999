/** BOC's portal on the wire: forms in, XML out, every signature a detached PKCS#7 over values joined by bars. */
import type { Bank } from '../../bank/bank';
import { newRsaKey, type KeyPems } from '../../bank/crypto';
import { answer, type Reply } from '../../bank/http';
import { expiredPapers, foreignPapers, type Papers } from '../../bank/papers';
import { signDetached, verifyDetached } from '../../bank/pkcs7';
import { escaped } from '../../bank/text';
import type { CallbackVariant, Merchant } from '../../bank/types';
import { issueCertificate, selfSignedRoot } from '../../bank/x509';
import { kept } from '../../store/merchants';

export type Fields = Readonly<Record<string, string>>;
export const SIGN_CN = 'sandbox.boc.sign';

interface PortalKeys {
  readonly root: { readonly commonName: string; readonly privatePem: string; readonly certificatePem: string };
  readonly signing: KeyPems & { readonly certificatePem: string };
}

const keys = new WeakMap<Bank, Promise<PortalKeys>>();

/** Made at the first use and the same after every restart. */
export function portalKeys(bank: Bank): Promise<PortalKeys> {
  const known = keys.get(bank);
  if (known) return known;
  const made = kept(bank.db, 'boc-keys', async () => JSON.stringify(await makeKeys())).then((text) => JSON.parse(text) as PortalKeys);
  keys.set(bank, made);
  return made;
}

async function makeKeys(): Promise<PortalKeys> {
  const [rootKey, signing] = await Promise.all([newRsaKey(), newRsaKey()]);
  const root = selfSignedRoot('Sandbox BOC Root CA', rootKey, 1n);
  const certificatePem = issueCertificate({ issuer: root, commonName: SIGN_CN, publicPem: signing.publicPem, serial: 104_000_001n });
  return { root, signing: { ...signing, certificatePem } };
}

/** With which certificate and key a callback of this kind is signed. */
export async function papersFor(bank: Bank, variant: CallbackVariant, forged: boolean): Promise<Papers> {
  const { root, signing } = await portalKeys(bank);
  if (variant === 'expired-certificate') return expiredPapers(root, SIGN_CN, signing);
  if (variant === 'foreign-certificate') return foreignPapers(root.commonName, SIGN_CN, bank.keys.forger);
  return forged ? { ...signing, privatePem: bank.keys.forger.privatePem } : signing;
}

export const bars = (...values: readonly (string | undefined)[]): string => values.map((value) => value ?? '').join('|');

export async function signBars(bank: Bank, text: string, papers?: Papers): Promise<string> {
  const { certificatePem, privatePem } = papers ?? (await portalKeys(bank)).signing;
  return signDetached(text, certificatePem, privatePem);
}

export const isSigned = (merchant: Merchant, text: string, fields: Fields): boolean =>
  verifyDetached(text, fields.signData ?? '', String(merchant.config.merchantCertPem));

export const elements = (fields: Fields): string =>
  Object.entries(fields).map(([name, value]) => `<${name}>${escaped(value).replaceAll('&#39;', '&apos;')}</${name}>`).join('');

/** Codes other than success are sandbox conventions. */
const RETURNS = {
  ok: ['A', '', '成功'],
  badSign: ['B', 'E00000010', '验签失败'],
  malformed: ['B', 'E00000010', '参数有误'],
  notPaid: ['B', 'E00000021', '订单未支付'],
  exceeds: ['B', 'E00000022', '退款金额超过可退金额'],
  tooMany: ['B', 'E00000023', '不可退款'],
  differs: ['B', 'E00000024', '退款流水号重复'],
  missing: ['B', 'E00000044', '没有符合条件的记录'],
  noFile: ['B', 'E00000061', '文件不存在'],
  notReady: ['B', 'E00000062', '文件尚未生成'],
  unclear: ['K', 'E00000099', '系统繁忙，请查询'],
  maintenance: ['K', 'SYSTEMERROR', '系统维护中'],
} as const satisfies Readonly<Record<string, readonly [string, string, string]>>;
export type ReturnName = keyof typeof RETURNS;

/** One request: whose it is and what it asked; the header of the answer is signed over its nonce. */
export interface Asked {
  readonly bank: Bank;
  readonly merchant: Merchant;
  readonly fields: Fields;
}

export async function reply({ bank, merchant, fields }: Asked, name: ReturnName, body = ''): Promise<Reply> {
  const [hdlSts, rtnCd, rtnMsg] = RETURNS[name];
  const signData = await signBars(bank, bars(merchant.merchantNo, fields.nonce, hdlSts, rtnCd));
  const xml = `<?xml version="1.0" encoding="UTF-8"?><res><header>${elements({ hdlSts, rtnCd, rtnMsg, signData })}</header><body>${body}</body></res>`;
  return answer(200, xml, { 'content-type': 'text/xml; charset=UTF-8' });
}
