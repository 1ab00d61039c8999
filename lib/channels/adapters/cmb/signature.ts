/** CMB polypay's two signatures: SM2 over the body's fields, and an MD5 over it that proves the application. Proven on the bank's vectors. */
import { md5Hex } from '../../signatures/digest';
import { strictBase64 } from '../../signatures/rsa';
import { signSm2, verifySm2 } from '../../signatures/sm2';
import type { Fields } from '../../signatures/sorted-fields';

/** Sorted, `sign` left out; unlike Alipay, empty values stay: the document drops nothing else. */
const signedText = (fields: Fields): string =>
  Object.keys(fields).filter((key) => key !== 'sign').sort().map((key) => `${key}=${fields[key]}`).join('&');

export const signFields = (fields: Fields, privateKey: string): string => signSm2(signedText(fields), privateKey, 'der').toString('base64');

/**
 * Callbacks are signed over the decoded fields; synchronous answers over the same with `/` written `\/` where the bank's JSON writer did
 * [A]. Both readings carry the same meaning, so either proves the message.
 */
export function verifyFields(fields: Fields, bankPublicKey: string): boolean {
  const signature = strictBase64(fields['sign'] ?? '');
  if (!signature) return false;
  const text = signedText(fields);
  if (verifySm2(text, signature, bankPublicKey, 'der')) return true;
  const slashed = text.replaceAll(/\\?\//g, '\\/');
  return slashed !== text && verifySm2(slashed, signature, bankPublicKey, 'der');
}

/** Value of the header `apisign`. */
export const apiSign = (appId: string, secret: string, sign: string, timestamp: string): string =>
  md5Hex(`appid=${appId}&secret=${secret}&sign=${sign}&timestamp=${timestamp}`);
