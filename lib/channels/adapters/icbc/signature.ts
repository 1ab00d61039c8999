/** ICBC open platform: RSA over `PATH?k=v&k=v`, sorted, empty values and `sign` left out. RSA means SHA-1, RSA2 means SHA-256. */
import { signRsa, strictBase64, verifyRsa, type RsaDigest } from '../../signatures/rsa';
import { sortedFields, type Fields } from '../../signatures/sorted-fields';

const DIGESTS: Readonly<Record<string, RsaDigest>> = { RSA: 'RSA-SHA1', RSA2: 'RSA-SHA256' };

const signedText = (path: string, fields: Fields): string => `${path}?${sortedFields(fields, ['sign'])}`;

export const signFields = (path: string, fields: Fields, privateKeyPem: string): string =>
  signRsa('RSA-SHA256', signedText(path, fields), privateKeyPem).toString('base64');

/** `path`: of the callback's address exactly as it was given to the bank. */
export function verifyFields(path: string, fields: Fields, gatewayKeyPem: string): boolean {
  const signature = strictBase64(fields['sign'] ?? '');
  const digest = DIGESTS[fields['sign_type'] ?? ''];
  return signature !== null && digest !== undefined && verifyRsa(digest, signedText(path, fields), signature, gatewayKeyPem);
}

/** `raw`: the text of `response_biz_content` exactly as it came. */
export function verifyAnswer(raw: string, sign: string, signType: string, gatewayKeyPem: string): boolean {
  const signature = strictBase64(sign);
  const digest = DIGESTS[signType];
  return signature !== null && digest !== undefined && verifyRsa(digest, raw, signature, gatewayKeyPem);
}

/** The acknowledgement: signed over its inside, without the braces around it. */
export function signedAck(returnCode: string, returnMsg: string, msgId: string, privateKeyPem: string): string {
  const content = `{"return_code":${returnCode},"return_msg":${JSON.stringify(returnMsg)},"msg_id":${JSON.stringify(msgId)}}`;
  const inside = `"response_biz_content":${content},"sign_type":"RSA2"`;
  return `{${inside},"sign":"${signRsa('RSA-SHA256', inside, privateKeyPem).toString('base64')}"}`;
}
