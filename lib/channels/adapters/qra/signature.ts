/** UnionPay QRA: sorted non-empty fields with the key behind them, MD5 in capitals [A, public vector]; or RSA_1_256 over the same text [A]. */
import { md5Hex } from '../../signatures/digest';
import { sameText } from '../../signatures/hmac';
import { signRsa, strictBase64, verifyRsa } from '../../signatures/rsa';
import { sortedFields, type Fields } from '../../signatures/sorted-fields';
import type { QraAccount } from './config';

export const signedText = (fields: Fields): string => sortedFields(fields, ['sign']);
export const md5Sign = (fields: Fields, key: string): string => md5Hex(`${signedText(fields)}&key=${key}`).toUpperCase();

type Keys = Pick<QraAccount, 'config' | 'secrets'>;

/** Null where the key that the agreed way needs was not given. */
export function signFields(fields: Fields, { config, secrets }: Keys): string | null {
  if (config.signType === 'MD5') return secrets.key === undefined ? null : md5Sign(fields, secrets.key);
  if (secrets.merchantPrivateKeyPem === undefined) return null;
  return signRsa('RSA-SHA256', signedText(fields), secrets.merchantPrivateKeyPem).toString('base64');
}

/** Only the agreed way is believed: a message may not choose a weaker one for itself. */
export function isAuthentic(fields: Fields, { config, secrets }: Keys): boolean {
  const sign = fields['sign'] ?? '';
  if ((fields['sign_type'] ?? config.signType) !== config.signType) return false;
  if (config.signType === 'MD5') return secrets.key !== undefined && sameText(md5Sign(fields, secrets.key), sign);
  const signature = strictBase64(sign);
  return signature !== null && config.platformPublicKeyPem !== undefined &&
    verifyRsa('RSA-SHA256', signedText(fields), signature, config.platformPublicKeyPem);
}
