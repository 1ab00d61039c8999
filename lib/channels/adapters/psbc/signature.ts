/** PSBC's old paygate: `Plain` is `k=v` joined by `|`, `Signature` is RSA over its bytes, base64 [C; digest in the profile]. */
import { signRsa, strictBase64, verifyRsa } from '../../signatures/rsa';
import type { PsbcAccount } from './config';

export type PlainFields = Readonly<Record<string, string>>;
type Keys = Pick<PsbcAccount, 'config' | 'secrets'>;

/** A bar would begin another field; values never hold one. */
export const writePlain = (fields: PlainFields): string =>
  Object.entries(fields).map(([name, value]) => `${name}=${value.replaceAll('|', ' ')}`).join('|');

/** Null when a name is missing or said twice: which one was meant? */
export function readPlain(plain: string): Record<string, string> | null {
  const fields: Record<string, string> = Object.create(null);
  for (const pair of plain.split('|')) {
    const equals = pair.indexOf('=');
    if (equals < 1 || pair.slice(0, equals) in fields) return null;
    fields[pair.slice(0, equals)] = pair.slice(equals + 1);
  }
  return fields;
}

export const signPlain = (plain: string, { config, secrets }: Keys): string =>
  signRsa(config.profile.digest, plain, secrets.merchantPrivateKeyPem).toString('base64');

export function isAuthentic(plain: string, signature: string, { config }: Pick<PsbcAccount, 'config'>): boolean {
  const bytes = strictBase64(signature);
  return bytes !== null && verifyRsa(config.profile.digest, plain, bytes, config.bankPublicKeyPem);
}
