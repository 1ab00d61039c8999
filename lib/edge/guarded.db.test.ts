// Guarantee: nothing a command throws reaches a browser; every refused try is in the audit even though the act was rolled back.
import { beforeAll, expect, test, vi } from 'vitest';
import { AccessDenied } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld, type TestPerson } from '@/lib/identity/people.fixtures';
import type { InstitutionId } from '@/lib/kernel/ids';
import { err, ok } from '@/lib/kernel/result';
import { createLog } from '@/lib/platform/log';
import { withTx } from '@/lib/platform/tx';
import { guarded } from './guarded';

const world = testWorld(31);
let home: InstitutionId;
let person: TestPerson;
beforeAll(async () => {
  home = await makeInstitution(world, 'home');
  person = await makePerson(world, home, ['cashier']);
});
const none = () => undefined;
const audited = (action: string) =>
  withTx({ institutionId: home }, (tx) => tx.audit_entry.findMany({ where: { action }, orderBy: { id: 'asc' } }));

test('an exception becomes a safe code; its text stays in the log under the request', async () => {
  const lines: string[] = [];
  const ctx = { ...person.ctx, requestId: 'req_leak', log: createLog({ requestId: 'req_leak' }, (line) => lines.push(line)) };
  const result = await guarded(
    ctx,
    { action: 'test.throw' },
    () => Promise.reject(new Error('duplicate key value (phone)=(13800000000)')),
    none,
  );
  expect(result).toEqual({ ok: false, error: { code: 'edge.unexpected' } });
  expect(lines.join()).toContain('req_leak');
  expect(await audited('test.throw')).toMatchObject([{ outcome: 'edge.unexpected', actor_id: person.userId, request_id: 'req_leak' }]);
});

test('a missing right and a refusal are audited in a transaction of their own, with their subject', async () => {
  const act = { action: 'test.refuse', subjectKind: 'refund', subjectId: 'rfd_1' };
  await guarded(person.ctx, act, () => Promise.reject(new AccessDenied('ledger.read')), none);
  const work = () =>
    withTx(person.ctx, async (tx) => {
      await tx.counter.create({ data: { institution_id: home, name: 'gone', value: 1n } });
      return err('refunds.too-much', { left: '3.00' });
    });
  expect(await guarded(person.ctx, act, work, none)).toMatchObject({ error: { code: 'refunds.too-much' } });
  expect(await audited('test.refuse')).toMatchObject([
    { outcome: 'access.denied', subject_id: 'rfd_1', after: { permission: 'ledger.read' } },
    { outcome: 'refunds.too-much', after: { left: '3.00' } },
  ]);
  expect(await withTx(person.ctx, (tx) => tx.counter.count({ where: { name: 'gone' } }))).toBe(0);
});

test("success is not audited here, and the framework's own throws pass through", async () => {
  expect(await guarded(person.ctx, { action: 'test.fine' }, () => Promise.resolve(ok(1)), none)).toEqual(ok(1));
  const redirect = new Error('NEXT_REDIRECT');
  const rethrow = vi.fn((error: unknown) => {
    throw error;
  });
  await expect(guarded(person.ctx, { action: 'test.fine' }, () => Promise.reject(redirect), rethrow)).rejects.toBe(redirect);
  expect(await audited('test.fine')).toEqual([]);
});
