/** Alipay RSA2 (SHA256withRSA). Source: alipay-sdk-nodejs [A]; proven on public request and notify vectors. */
import { signRsa, strictBase64, verifyRsa } from '../../signatures/rsa';
import { sortedFields, type Fields } from '../../signatures/sorted-fields';

/** Requests sign everything but the signature itself; `sign_type` is signed too. */
export const requestText = (params: Fields): string => sortedFields(params, ['sign']);

export const signParams = (params: Fields, appPrivateKeyPem: string): string =>
  signRsa('RSA-SHA256', requestText(params), appPrivateKeyPem).toString('base64');

/** Most notifies leave `sign_type` out of the signed text, some products leave it in: both are tried [A]. */
export function verifyNotifyParams(params: Fields, alipayPublicKeyPem: string): boolean {
  const signature = strictBase64(params['sign'] ?? '');
  if (!signature || (params['sign_type'] ?? 'RSA2') !== 'RSA2') return false;
  const texts = [sortedFields(params, ['sign', 'sign_type']), sortedFields(params, ['sign'])];
  return texts.some((text) => verifyRsa('RSA-SHA256', text, signature, alipayPublicKeyPem));
}

/** `rawNode`: the text of `<method>_response` exactly as it came. */
export function verifyNode(rawNode: string, sign: string, alipayPublicKeyPem: string): boolean {
  const signature = strictBase64(sign);
  return signature !== null && verifyRsa('RSA-SHA256', rawNode, signature, alipayPublicKeyPem);
}
