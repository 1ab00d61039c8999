import { expect, test } from 'vitest';
import { seededRandom, newId } from '@/lib/kernel/ports';
import { instant } from '@/lib/kernel/time';
import { addPass, makePass, makePhoneCode, PHONE_LIFE_MS, PASS_LIFE_MS, provenPasses, readPass, readPhoneCode, withoutPass } from './payer-pass';

const at = instant(Date.UTC(2026, 10, 22));
const ports = { clock: { now: () => at }, random: seededRandom(7) };
const scope = { institutionId: newId('institution', ports), payerId: newId('payer', ports) };

test('a pass opens what it was made for, until its end', () => {
  const pass = makePass(scope, at);
  expect(readPass(pass, at)).toEqual(scope);
  expect(readPass(pass, instant(at + PASS_LIFE_MS - 1))).toEqual(scope);
  expect(readPass(pass, instant(at + PASS_LIFE_MS))).toBeNull();
});

test('a pass with one character changed opens nothing', () => {
  const pass = makePass(scope, at);
  for (let i = 0; i < pass.length; i++) {
    const changed = pass.slice(0, i) + (pass[i] === 'A' ? 'B' : 'A') + pass.slice(i + 1);
    // The last character of base64url carries two bits that mean nothing.
    if (i < pass.length - 1) expect(readPass(changed, at)).toBeNull();
  }
  expect(readPass('', at)).toBeNull();
  expect(readPass(makePass({ ...scope, payerId: scope.institutionId as never }, at), at)).toBeNull();
});

test('a browser’s list keeps each proved payer once, newest first, never more than six, and drops what is over, altered or the current one', () => {
  const others = Array.from({ length: 8 }, () => ({ ...scope, payerId: newId('payer', ports) }));
  let cookie = '';
  for (const one of others) cookie = addPass(cookie, makePass(one, at), at);
  expect(provenPasses(cookie, at)).toEqual([...others].reverse().slice(0, 6));
  expect(provenPasses(addPass(cookie, makePass(others[5]!, at), at), at).filter((one) => one.payerId === others[5]!.payerId)).toHaveLength(1);
  expect(provenPasses(withoutPass(cookie, others[7]!, at), at)).toEqual([...others].reverse().slice(1, 6));
  expect(provenPasses(cookie, instant(at + PASS_LIFE_MS))).toEqual([]);
  expect(provenPasses(cookie.replace(others[7]!.payerId, others[0]!.payerId), at)).toEqual([...others].reverse().slice(1, 6));
  expect([addPass(undefined, 'nonsense', at), addPass(cookie, 'nonsense', at), provenPasses('...', at)]).toEqual(['', cookie, []]);
});

test('a code for the phone opens for ten minutes, is no pass, and a pass is no code', () => {
  const code = makePhoneCode(scope, at);
  expect([readPhoneCode(code, at), readPhoneCode(code, instant(at + PHONE_LIFE_MS))]).toEqual([scope, null]);
  expect([readPass(code, at), readPhoneCode(makePass(scope, at), at)]).toEqual([null, null]);
  expect([readPass(code.replace('h1~', 'p1~'), at), readPhoneCode(makePass(scope, at).replace('p1~', 'h1~'), at)]).toEqual([null, null]);
});
