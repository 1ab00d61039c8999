// Guarantee: a new password is long enough, not one tried first, and not the person's own name; the demo one passes.
import { expect, test } from 'vitest';
import { checkNewPassword, hashPassword, passwordMatches } from './passwords';

const about = ['li.jing@sunshine.demo', '李静雅雯'];
const code = (password: string) => {
  const result = checkNewPassword(password, about);
  return result.ok ? 'ok' : result.error.code;
};

test('length, commonness and likeness decide', () => {
  expect(code('short')).toBe('identity.password-too-short');
  expect(code('x'.repeat(129))).toBe('identity.password-too-long');
  expect(code('aaaaaaaaaaaaaa')).toBe('identity.password-too-common');
  expect(code('password1234')).toBe('identity.password-too-common');
  expect(code('Passw0rd!2026')).toBe('identity.password-too-common');
  expect(code('my li.jing secret')).toBe('identity.password-like-account');
  expect(code('李静雅雯的密码非常长啊啊')).toBe('identity.password-like-account');
  expect(code('Bafang-demo-2026')).toBe('ok');
  expect(code('四个不相关的词语组成的话')).toBe('ok');
});

test('a hash is argon2id with 19 MiB and two passes, and matches only its password', async () => {
  const hash = await hashPassword('correct horse battery');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await passwordMatches(hash, 'correct horse battery')).toBe(true);
  expect(await passwordMatches(hash, 'correct horse')).toBe(false);
  expect(await passwordMatches(null, 'nobody has this password')).toBe(false);
});
