// Guarantee: the audit is read by those who may, in one institution, page by page without a gap; it cannot be rewritten.
import { beforeAll, expect, test } from 'vitest';
import { audit } from '@/lib/audit';
import { businessDate, DAY_MS } from '@/lib/kernel/time';
import type { InstitutionId } from '@/lib/kernel/ids';
import { withTx } from '@/lib/platform/tx';
import { listAudit } from './audit-trail';
import { makeInstitution, makePerson, testWorld, type TestPerson } from './people.fixtures';
import { AccessDenied } from './policy';

const world = testWorld(61);
let home: InstitutionId;
let auditor: TestPerson;
let clerk: TestPerson;
beforeAll(async () => {
  home = await makeInstitution(world, 'home');
  auditor = await makePerson(world, home, ['auditor'], { name: '吴凡' });
  clerk = await makePerson(world, home, ['accountant'], { name: '李静' });
  for (let i = 0; i < 25; i++) {
    const outcome = i % 5 === 0 ? 'refunds.too-much' : 'done';
    await withTx(clerk.ctx, (tx) =>
      audit(tx, clerk.ctx, { action: 'refund.request', subjectKind: 'refund', subjectId: `rfd_${i}`, outcome }),
    );
  }
});

test('pages follow each other without a gap or a repeat, with names', async () => {
  const seen: string[] = [];
  let before: string | undefined;
  do {
    const page = await listAudit(auditor.ctx, { action: 'refund', limit: 10, ...(before && { before }) });
    seen.push(...page.rows.map((row) => row.subjectId));
    expect(new Set(page.rows.map((row) => row.actorName))).toEqual(new Set(['李静']));
    before = page.nextCursor ?? undefined;
  } while (before);
  expect(seen).toEqual(Array.from({ length: 25 }, (_, i) => `rfd_${24 - i}`));
});

test('filters by person, act, subject, outcome and day of the institution', async () => {
  const count = async (filter: Parameters<typeof listAudit>[1]) => (await listAudit(auditor.ctx, filter)).rows.length;
  const zone = 'Asia/Shanghai';
  expect(await count({ actorId: clerk.userId, outcome: 'refused' })).toBe(5);
  expect(await count({ action: 'refund.request', outcome: 'done' })).toBe(20);
  expect(await count({ action: 'refun' })).toBe(0);
  expect(await count({ subjectId: 'rfd_7' })).toBe(1);
  expect(await count({ action: 'refund', day: { date: businessDate('2026-11-22'), zone } })).toBe(25);
  expect(await count({ action: 'refund', day: { date: businessDate('2026-11-23'), zone } })).toBe(0);
  world.clock.advance(DAY_MS);
});

test('nobody else reads it, no other institution sees it, nobody rewrites it', async () => {
  await expect(listAudit(clerk.ctx, {})).rejects.toBeInstanceOf(AccessDenied);
  const far = await makePerson(world, await makeInstitution(world, 'far'), ['auditor']);
  expect((await listAudit(far.ctx, {})).rows).toEqual([]);
  const rewrite = withTx(auditor.ctx, (tx) => tx.$executeRaw`UPDATE audit_entry SET outcome = 'done'`);
  await expect(rewrite).rejects.toThrow(/permission denied/);
});
