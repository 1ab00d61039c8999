// Guarantee: nobody approves what they asked for, whichever account, right, role or way in they try; nor does one person sign twice.
import { beforeAll, expect, test } from 'vitest';
import { testWorld } from '@/lib/identity/people.fixtures';
import { must } from '@/lib/kernel/result';
import { DAY_MS } from '@/lib/kernel/time';
import { withTx } from '@/lib/platform/tx';
import { testDatabase } from '@/lib/testing/database';
import { ask, give, makeSelfField, person, SELF_APPROVALS, sign, type SelfField } from '../self-approval.fixtures';

/** 200 in the full run: SELF_APPROVALS=200, or `npm run -s bench -- attacks --self 200`, which goes through the API too. */
const TRIES = Number.parseInt(process.env.SELF_APPROVALS ?? '48', 10);
const world = testWorld(77);
let field: SelfField;
beforeAll(async () => { field = await makeSelfField(world, testDatabase()); });

test(`none of ${TRIES} attempts succeeds: ${Object.keys(SELF_APPROVALS).join('; ')}`, async () => {
  const names = Object.keys(SELF_APPROVALS);
  const answers: string[] = [];
  for (let from = 0; from < TRIES; from += 20) {
    const some = Array.from({ length: Math.min(20, TRIES - from) }, (_, i) => names[(from + i) % names.length]!);
    // Side by side, commands and plain SQL mixed, so that they also race each other.
    const tried = await Promise.all(some.map(async (name) => (await SELF_APPROVALS[name]!(field)).map((answer) => `${name}: ${answer}`)));
    answers.push(...tried.flat());
  }
  expect(answers.filter((answer) => answer.endsWith(': signed'))).toEqual([]);
  // A code that was refused for being a code proves nothing about who may sign.
  expect(answers.filter((answer) => answer.includes(': identity.code') && !answer.startsWith('a code'))).toEqual([]);
  expect(answers.length).toBeGreaterThanOrEqual(TRIES);
}, 300_000);

test('what may be done still can be: a delegate signs for somebody who is away, and it is written who for whom', async () => {
  const [clerk, manager, delegate] = [await person(field, 'accountant'), await person(field, 'finance-manager'), await person(field, 'accountant')];
  must(await give(field, manager, delegate));
  const asked = await ask(field, clerk);
  expect(await sign(field, delegate, asked)).toBe('signed');
  const opinion = await withTx({ institutionId: field.home }, (tx) => tx.approval_opinion.findFirstOrThrow({ where: { approval_id: asked.approvalId } }));
  expect(opinion).toMatchObject({ user_id: delegate.userId, on_behalf_of: manager.userId });
  const later = await ask(field, clerk);
  world.clock.advance(DAY_MS);
  expect(await sign(field, delegate, later)).toBe('access.denied');
});
