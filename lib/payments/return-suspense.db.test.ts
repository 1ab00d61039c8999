// Guarantee: held money goes back only after somebody else agreed to exactly that, whoever asks, and is booked out once.
import { generate } from 'otplib';
import { expect, it } from 'vitest';
import { decideApproval, getApproval } from '@/lib/approvals';
import { newTotpSecret } from '@/lib/identity';
import { makeInstitution, makePerson, testWorld } from '@/lib/identity/people.fixtures';
import type { Id } from '@/lib/kernel/ids';
import { newId } from '@/lib/kernel/ports';
import { must } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { entryOf, post } from '@/lib/ledger';
import { withTx } from '@/lib/platform/tx';
import { askToReturnSuspense, decideSuspenseItem, paymentDeps, returnSuspenseItem } from './index';

const world = testWorld(161);
const secret = newTotpSecret(world.random);

it('one asks, another signs, then it is recorded; without that neither the command nor the database lets it go', async () => {
  const home = await makeInstitution(world, 'returning');
  const [asker, signer] = [await makePerson(world, home, ['finance-manager'], { totp: secret }), await makePerson(world, home, ['finance-director'], { totp: secret })];
  const deps = { ...paymentDeps(), clock: world.clock };
  const suspenseId = newId('suspense', world) as Id<'suspense'>;
  await withTx(asker.ctx, async (tx) => {
    await tx.suspense_item.create({
      data: { id: suspenseId, institution_id: home, kind: 'unknown-order', channel: 'ccb', order_no: 'X1', amount_minor: 300_00n, currency: 'CNY', status: 'held', evidence: `trade:${suspenseId}`, created_at: toDate(world.clock.now()) },
    });
    await post(tx, asker.ctx, [entryOf({ key: `suspense:${suspenseId}`, kind: 'suspense-received', at: world.clock.now(), subjectKind: 'suspense', subjectId: suspenseId, currency: 'CNY', amountMinor: 300_00n, channel: 'ccb' })]);
  });
  const record = () => returnSuspenseItem(deps, asker.ctx, { suspenseId, reference: 'T20261122', reason: '退回付款人' });
  const past = decideSuspenseItem(deps, asker.ctx, { suspenseId, reason: '绕过', choice: { do: 'return', reference: 'T0' } });
  await expect(past).rejects.toThrow('goes back with consent only');
  expect(await record()).toMatchObject({ ok: false, error: { code: 'payments.suspense-no-consent' } });

  const { approvalId } = must(await askToReturnSuspense(asker.ctx, { suspenseId, reason: '打错了' }));
  expect(must(await askToReturnSuspense(asker.ctx, { suspenseId, reason: '再问一次' })).approvalId).toBe(approvalId);
  expect(await record()).toMatchObject({ ok: false, error: { code: 'payments.suspense-no-consent' } });
  const sign = async (who: typeof asker) => decideApproval(who.ctx, {
    approvalId, decision: 'approve', reason: '', operationHash: (await getApproval(who.ctx, approvalId))!.operationHash, stepUpCode: await generate({ secret, epoch: Math.floor(world.clock.now() / 1_000) }),
  });
  expect(await sign(asker)).toMatchObject({ ok: false, error: { code: 'approvals.own-request' } });
  must(await sign(signer));

  const all = await Promise.all(Array.from({ length: 8 }, record));
  expect(all.filter((one) => one.ok)).toHaveLength(1);
  const booked = await withTx(asker.ctx, (tx) => tx.$queryRaw<{ minor: bigint }[]>`SELECT coalesce(sum(p.amount_minor), 0)::bigint AS minor FROM ledger_posting p WHERE p.account_code = '2241.suspense'`);
  expect(booked[0]!.minor).toBe(0n);
  expect(await record()).toMatchObject({ ok: false, error: { code: 'payments.suspense-decided' } });
});
