// Guarantee: a bank that stopped answering and a certificate that ends are told to the people on duty by mail, and to nobody else.
import { beforeAll, expect, test } from 'vitest';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { alertStaff } from './alert-staff';
import type { Message } from './carriers';

const world = testWorld(87);
let home: InstitutionId;
let administrator: TestPerson;
beforeAll(async () => {
  home = await makeInstitution(world, 'alerts');
  administrator = await makePerson(world, home, ['administrator']);
  await makePerson(world, home, ['cashier']);
});

test.each([
  ['breaker.opened', { channel: 'cmb', cause: 'timeouts:3', at: '2026-11-22T02:00:00.000Z' }, '招商银行已停用', '/bank-health'],
  ['certificate.ending', { channel: 'unionpay', field: 'rootCertPem', until: '2026-12-20T00:00:00.000Z', days: '27' }, '证书 2026-12-20 到期', '/channels/unionpay'],
] as const)('%s', async (kind, payload, subject, where) => {
  const sent: Message[] = [];
  const keep = async (message: Message) => void sent.push(message);
  expect(await alertStaff(kind, home, [{ id: 7n, payload }], { mail: keep, sms: keep })).toBe(1);
  expect(sent).toMatchObject([{ to: administrator.email, subject: expect.stringContaining(subject) as string }]);
  expect(sent[0]!.text).toContain(where);
});
