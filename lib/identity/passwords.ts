/** Password hashes (argon2id, 19 MiB, two passes: OWASP's first choice) and the rules a new password must keep. */
import { hash, verify } from '@node-rs/argon2';
import { err, ok, type Failure, type Result } from '@/lib/kernel/result';

// 2 = Argon2id; the package's enum is erased by isolated modules.
const OPTIONS = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;
export const PASSWORD_MIN = 12;
/** Bounded, so that nobody can make us hash a novel. */
export const PASSWORD_MAX = 128;

export const hashPassword = (password: string): Promise<string> => hash(password.normalize('NFKC'), OPTIONS);

let decoy: Promise<string> | undefined;

/** Costs the same whether there is a hash to compare with or not. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('nobody has this password');
  const bounded = password.length <= PASSWORD_MAX ? password : '';
  const same = await verify(stored ?? (await decoy), bounded.normalize('NFKC'));
  return same && stored !== null;
}

export type PasswordFailure = Failure<
  'identity.password-too-short' | 'identity.password-too-long' | 'identity.password-too-common' | 'identity.password-like-account'
>;

/** Stems of what is tried first; at twelve characters and more, only these and plain runs still matter. */
const COMMON = [
  'password',
  'passw0rd',
  'qwertyuiop',
  '1234567890',
  'iloveyou',
  'letmeinplease',
  'administrator',
  'woaini',
  'abcdefghij',
  'changeme',
];

/** Length, not decoration (NIST SP 800-63B): no forced mixtures, no expiry. `about`: e-mail and name of the person. */
export function checkNewPassword(password: string, about: readonly string[]): Result<true, PasswordFailure> {
  if ([...password].length < PASSWORD_MIN) return err('identity.password-too-short', { min: PASSWORD_MIN });
  if (password.length > PASSWORD_MAX) return err('identity.password-too-long', { max: PASSWORD_MAX });
  const plain = password.normalize('NFKC').toLowerCase();
  if (new Set(plain).size < 5) return err('identity.password-too-common');
  const rest = COMMON.reduce((text, stem) => text.replaceAll(stem, ''), plain);
  if (rest.length < 6 && rest.length < plain.length) return err('identity.password-too-common');
  const names = about.flatMap((text) => [text, text.split('@')[0]!]).map((text) => text.normalize('NFKC').toLowerCase().trim());
  if (names.some((name) => name.length >= 4 && plain.includes(name))) return err('identity.password-like-account');
  return ok(true);
}
