/** What the desk explains and keeps: why a number was not taken, documents put to a case, who looks after it, what is due, what may be confirmed at once. */
import { describe, expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { readCaseEvidence } from './case-evidence';
import { reconciliationCase } from './case-detail';
import { countCases, listCases } from './case-queue';
import { assignCases } from './commands/assign-cases';
import { dismissPair } from './commands/dismiss-pair';
import { matchByHand } from './commands/match-by-hand';
import { noteCase } from './commands/note-case';
import { matchFile } from './match-file';
import { REASONS } from './model';
import { casesOf, DAY, foundDesk, lineOf, paid, take } from './reconciliation.fixtures';
import { waitingMoney } from './waiting';
import { whyNotThis } from './why-not';

describe('why not this one', () => {
  it('says for a number of ours everything that spoke against it: amount, matched already and with what, ruled out by whom', async () => {
    const desk = await foundDesk();
    const [other, taken, near] = [await paid(desk, 55_00n), await paid(desk, 60_00n), await paid(desk, 70_00n)];
    const file = await take(desk, [lineOf(taken), { orderNo: 'STRANGER', minor: 70_00n }]);
    const row = (await casesOf(desk)).find((c) => c.number === 'STRANGER')!;
    const ask = async (number: string) => must2(await whyNotThis(desk.clerk, { caseId: row.id, number }));
    expect(await ask(other.orderNo)).toMatchObject([{ whyNot: ['other-amount'], apart: { minor: '-1500' } }]);
    expect(await ask(taken.orderNo)).toMatchObject([{ whyNot: ['other-amount', 'already-matched'], matched: { rule: 'exact-key', with: 'bill.csv #2' } }]);
    expect(await ask(near.orderNo)).toMatchObject([{ whyNot: ['nothing-against'], dismissed: null }]);
    expect((await reconciliationCase(desk.clerk, row.id))!.nearMisses).toMatchObject([{ side: { id: near.attemptId }, whyNot: ['other-number'] }]);
    must(await dismissPair(desk.clerk, { lineId: row.lineId!, sideId: near.attemptId }));
    expect(await ask(near.orderNo)).toMatchObject([{ whyNot: ['dismissed'] }]);
    // Ruled out once, it never comes back: neither as a near miss, nor after another run, nor for a quick confirmation.
    await matchFile(desk.clerk, file.fileId);
    expect((await reconciliationCase(desk.clerk, row.id))!.nearMisses.map((n) => n.side?.id)).not.toContain(near.attemptId);
    expect((await waitingMoney(desk.clerk, {})).rows.find((w) => w.attemptId === near.attemptId)?.candidate).toBeNull();
    expect(await ask('BF-NOBODY')).toEqual([]);
    const stranger = await foundDesk();
    expect(await whyNotThis(stranger.clerk, { caseId: row.id, number: near.orderNo })).toBeNull();
  });

  it('says for a number of the bank the same', async () => {
    const desk = await foundDesk();
    const mine = await paid(desk, 55_00n);
    await take(desk, [{ orderNo: 'THEIRS', minor: 56_00n }]);
    const row = (await casesOf(desk)).find((c) => c.number === mine.orderNo)!;
    expect(must2(await whyNotThis(desk.clerk, { caseId: row.id, number: 'THEIRS' }))).toMatchObject([{ whyNot: ['other-amount'], apart: { minor: '100' }, day: DAY }]);
  });
});

const must2 = <T>(value: T | null): T => {
  expect(value).not.toBeNull();
  return value!;
};

describe('the desk’s list', () => {
  it('has the order of its reasons from the database, the largest first, page after page, and as many under each as were counted', async () => {
    const desk = await foundDesk();
    const order = await paid(desk, 40_00n);
    await take(desk, [lineOf(order, { minor: 41_00n }), ...[5_00n, 9_00n, 7_00n].map((minor) => ({ orderNo: `X${minor}`, minor }))]);
    const first = await listCases(desk.clerk, { status: 'undecided', limit: 2 });
    expect(first.rows.map((c) => [c.reason, c.difference.minor])).toEqual([['amount-differs', '100'], ['missing-here', '900']]);
    const rest = await listCases(desk.clerk, { status: 'undecided', limit: 2, cursor: first.nextCursor });
    expect(rest.rows.map((c) => c.difference.minor)).toEqual(['700', '500']);
    expect(await countCases(desk.clerk, { channel: 'wechat', date: DAY, status: 'undecided' }))
      .toEqual([{ reason: 'amount-differs', rows: 1, undecided: 1 }, { reason: 'missing-here', rows: 3, undecided: 3 }]);
    const [{ made } = { made: '' }] = await withTx(desk.clerk, (tx) => tx.$queryRaw<{ made: string }[]>`
      SELECT generation_expression AS made FROM information_schema.columns WHERE table_name = 'recon_case' AND column_name = 'queue_place'`);
    expect([...made.matchAll(/'([a-z-]+)'/g)].map((m) => m[1])).toEqual([...REASONS]);
  });
});

describe('the timeline', () => {
  it('offers the one line of exactly this amount, and nothing when two would do', async () => {
    const desk = await foundDesk();
    const [one, two] = [await paid(desk, 31_00n), await paid(desk, 32_00n)];
    await take(desk, [{ orderNo: 'A', minor: 31_00n }, { orderNo: 'B', minor: 32_00n }, { orderNo: 'C', minor: 32_00n }]);
    const rows = (await waitingMoney(desk.clerk, {})).rows;
    const found = rows.find((w) => w.attemptId === one.attemptId)!.candidate;
    expect(found).toMatchObject({ number: 'A', day: DAY });
    expect(rows.find((w) => w.attemptId === two.attemptId)!.candidate).toBeNull();
    must(await matchByHand(desk.clerk, { lineIds: [found!.lineId], sideIds: [one.attemptId] }));
    expect((await waitingMoney(desk.clerk, {})).rows.map((w) => w.attemptId)).toEqual([two.attemptId]);
  });
});

describe('a case', () => {
  it('keeps documents for those who may see it, and nobody else', async () => {
    const [desk, stranger] = [await foundDesk(), await foundDesk()];
    await take(desk, [{ orderNo: 'X', minor: 9_00n }]);
    const [row] = await casesOf(desk);
    must(await noteCase(desk.clerk, { caseId: row!.id, kind: 'follow-up', note: 'slip', followUpOn: DAY, evidence: new File(['the slip'], 'slip.txt') }));
    const event = (await reconciliationCase(desk.clerk, row!.id))!.events.find((e) => e.evidence)!;
    expect((await readCaseEvidence(desk.clerk, event.id))!.bytes.toString()).toBe('the slip');
    expect(await readCaseEvidence(stranger.clerk, event.id)).toBeNull();
    expect((await listCases(desk.clerk, { due: true })).rows.map((c) => c.id)).toEqual([row!.id]);
    expect((await listCases(stranger.clerk, { due: true })).rows).toEqual([]);
  });

  it('is given to a colleague who may decide, not to a stranger, an auditor or somebody of another institution', async () => {
    const [desk, other] = [await foundDesk(), await foundDesk()];
    await take(desk, [{ orderNo: 'X', minor: 9_00n }]);
    const [row] = await casesOf(desk);
    const join = (institutionId: string, userId: string, role: string) => withPlatformTx(async (tx) => {
      await tx.user_account.create({ data: { id: userId, email: `${userId}@example.org`, display_name: role, password_hash: '-', status: 'active', created_at: new Date(0) } });
      await tx.$executeRaw`SELECT set_config('app.institution', ${institutionId}, true)`;
      await tx.membership.create({ data: { id: `mem_${userId}`, institution_id: institutionId, user_id: userId, roles: [role], status: 'active', created_at: new Date(0) } });
    });
    await join(desk.institutionId, 'usr_colleague', 'finance-manager');
    await join(desk.institutionId, 'usr_auditor', 'auditor');
    await join(other.institutionId, 'usr_elsewhere', 'finance-manager');
    for (const to of ['usr_auditor', 'usr_elsewhere', 'usr_nobody']) {
      expect(await assignCases(desk.clerk, { caseIds: [row!.id], to })).toMatchObject({ ok: false, error: { code: 'reconciliation.no-colleague' } });
    }
    must(await assignCases(desk.clerk, { caseIds: [row!.id], to: 'usr_colleague' }));
    expect(await reconciliationCase(desk.clerk, row!.id)).toMatchObject({ owner: 'usr_colleague', ownerName: 'finance-manager' });
    expect(must(await assignCases(other.clerk, { caseIds: [row!.id], to: 'me' })).caseIds).toEqual([]);
    expect(await withTx(desk.clerk, (tx) => tx.recon_case.count({ where: { owner_id: 'usr_colleague' } }))).toBe(1);
  });
});
