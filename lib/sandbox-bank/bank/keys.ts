/** The bank's own keys: made at the first start, kept in the database, the same after every restart. */
import type { Database } from '../store/database';
import { kept } from '../store/merchants';
import { newRsaKey, type KeyPems } from './crypto';
import { expiredPapers, foreignPapers, type Papers } from './papers';
import { issueCertificate, selfSignedRoot } from './x509';

export interface BankKeys {
  readonly wechatPlatform: KeyPems & { readonly serial: string; readonly certificatePem: string };
  readonly alipay: KeyPems;
  readonly unionpayRoot: { readonly certificatePem: string };
  readonly unionpaySign: KeyPems & { readonly certificatePem: string; readonly commonName: string };
  /** The certificate before this one, long over. A bank that was founded before these were kept has none. */
  readonly unionpayExpired?: Papers;
  /** Signs forged callbacks: a real key that belongs to nobody. */
  readonly forger: KeyPems;
}

/** UnionPay's name on another authority's paper. */
export const foreignUnionpay = (keys: BankKeys): Papers => foreignPapers(UNIONPAY_ROOT, UNIONPAY_SIGN_CN, keys.forger);

const UNIONPAY_ROOT = 'Sandbox UnionPay Root CA';
const WECHAT_SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1';
export const UNIONPAY_SIGN_CN = 'sandbox.unionpay.sign';

export async function loadKeys(db: Database): Promise<BankKeys> {
  const text = await kept(db, 'bank-keys', async () => JSON.stringify(await makeKeys()));
  return JSON.parse(text) as BankKeys;
}

async function makeKeys(): Promise<BankKeys> {
  const [wechat, wechatRoot, alipay, root, signing, forger] = await Promise.all(Array.from({ length: 6 }, () => newRsaKey()));
  const wechatCa = selfSignedRoot('Sandbox Tenpay Root CA', wechatRoot!, 1n);
  const unionpayCa = selfSignedRoot(UNIONPAY_ROOT, root!, 1n);
  return {
    wechatPlatform: {
      ...wechat!,
      serial: WECHAT_SERIAL,
      certificatePem: issueCertificate({
        issuer: wechatCa,
        commonName: 'Sandbox Tenpay.com sign',
        publicPem: wechat!.publicPem,
        serial: BigInt(`0x${WECHAT_SERIAL}`),
      }),
    },
    alipay: alipay!,
    unionpayRoot: { certificatePem: unionpayCa.certificatePem },
    unionpaySign: {
      ...signing!,
      commonName: UNIONPAY_SIGN_CN,
      certificatePem: issueCertificate({
        issuer: unionpayCa,
        commonName: UNIONPAY_SIGN_CN,
        publicPem: signing!.publicPem,
        serial: 68_759_585_097n,
      }),
    },
    unionpayExpired: expiredPapers(unionpayCa, UNIONPAY_SIGN_CN, signing!),
    forger: forger!,
  };
}
