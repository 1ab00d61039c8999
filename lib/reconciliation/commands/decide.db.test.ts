import { describe, expect, it } from 'vitest';
import { makePerson, testWorld } from '@/lib/identity/people.fixtures';
import { must } from '@/lib/kernel/result';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { matchFile } from '../match-file';
import { reconciliationCase } from '../case-detail';
import { listMatches } from '../match-list';
import { books, casesOf, DAY, foundDesk, lineOf, paid, take, type Desk } from '../reconciliation.fixtures';
import { reconciliationDay } from '../overview';
import { confirmCase } from './confirm-case';
import { matchByHand } from './match-by-hand';
import { noteCase } from './note-case';
import { undoCase } from './undo-case';
import { undoMatch } from './undo-match';
import { writeOffCase } from './write-off-case';

const only = async (desk: Desk) => (await casesOf(desk))[0]!;
const elements = async (desk: Desk, id: string) => {
  const detail = (await reconciliationCase(desk.clerk, id))!;
  return { lineIds: detail.line ? [detail.line.id] : [], sideIds: detail.side && !detail.line ? [detail.side.id] : [] };
};

describe('deciding a case', () => {
  it('writes off ten yuan and not a cent more, and the day ties', async () => {
    const desk = await foundDesk();
    const [fine, over] = [await paid(desk, 100_00n), await paid(desk, 200_00n)];
    await take(desk, [lineOf(fine, { minor: 90_00n }), lineOf(over, { minor: 189_99n })]);
    const [big, small] = await casesOf(desk);
    expect(await writeOffCase(desk.clerk, { caseId: big!.id })).toMatchObject({ ok: false, error: { code: 'reconciliation.above-limit' } });
    must(await writeOffCase(desk.clerk, { caseId: small!.id }));
    must(await confirmCase(desk.clerk, { caseId: big!.id, reason: 'discount at the counter' }));
    expect(await books(desk)).toEqual({ '1002.wechat': 279_99n, '1901': 20_01n, '1122': -300_00n });
    expect(await reconciliationDay(desk.clerk, 'wechat', DAY)).toMatchObject({ status: 'tied', difference: { minor: '0' } });
  });

  it('is taken back whole: books as before, case open, history kept, and it can be decided again', async () => {
    const desk = await foundDesk();
    const a = await paid(desk, 100_00n);
    await take(desk, [lineOf(a, { minor: 95_00n })]);
    const before = await books(desk);
    const { id } = await only(desk);
    for (let i = 0; i < 2; i++) {
      must(await writeOffCase(desk.clerk, { caseId: id }));
      expect(await writeOffCase(desk.clerk, { caseId: id })).toMatchObject({ ok: false, error: { code: 'reconciliation.already-decided' } });
      must(await undoCase(desk.clerk, { caseId: id }));
      expect(await books(desk)).toEqual(before);
    }
    expect(await undoCase(desk.clerk, { caseId: id })).toMatchObject({ ok: false, error: { code: 'reconciliation.nothing-to-undo' } });
    expect((await reconciliationCase(desk.clerk, id))!.events.map((e) => e.kind)).toEqual(['undo', 'write-off', 'undo', 'write-off', 'opened']);
  });

  it('from 5,000.00 needs a second person, who is not the first', async () => {
    const desk = await foundDesk();
    await take(desk, [{ orderNo: 'UNKNOWN', minor: 5_000_00n }]);
    const { id } = await only(desk);
    expect(must(await confirmCase(desk.clerk, { caseId: id, reason: 'r' })).status).toBe('proposed');
    expect(await confirmCase(desk.clerk, { caseId: id, reason: 'r' })).toMatchObject({ ok: false, error: { code: 'reconciliation.second-person' } });
    expect(await books(desk)).toEqual({});
    expect(must(await confirmCase(desk.manager, { caseId: id, reason: 'r' })).status).toBe('confirmed');
    expect(await books(desk)).toEqual({ '1002.wechat': 5_000_00n, '1901': -5_000_00n });
  });

  it('a second account of the first person is not a second person', async () => {
    const desk = await foundDesk();
    const world = testWorld(57);
    const [first, again] = [await makePerson(world, desk.institutionId, ['accountant']), await makePerson(world, desk.institutionId, ['finance-manager'])];
    await withPlatformTx((tx) => tx.user_account.update({ where: { id: again.userId }, data: { person_id: first.userId } }));
    await take(desk, [{ orderNo: 'UNKNOWN', minor: 5_000_00n }]);
    const { id } = await only(desk);
    must(await confirmCase(first.ctx, { caseId: id, reason: 'r' }));
    expect(await confirmCase(again.ctx, { caseId: id, reason: 'r' })).toMatchObject({ ok: false, error: { code: 'reconciliation.second-person' } });
    expect(must(await confirmCase(desk.manager, { caseId: id, reason: 'r' })).status).toBe('confirmed');
  });

  it('two people at once decide once', async () => {
    const desk = await foundDesk();
    await take(desk, [{ orderNo: 'UNKNOWN', minor: 9_00n }]);
    const { id } = await only(desk);
    const results = await Promise.all([desk.clerk, desk.manager, desk.clerk, desk.manager].map((ctx) => writeOffCase(ctx, { caseId: id })));
    expect(results.filter((r) => r.ok)).toHaveLength(1);
    expect((await books(desk))['1002.wechat']).toBe(9_00n);
  });

  it('disputing, following up and commenting leave the difference open', async () => {
    const desk = await foundDesk();
    await take(desk, [{ orderNo: 'UNKNOWN', minor: 9_00n }]);
    const { id } = await only(desk);
    must(await noteCase(desk.clerk, { caseId: id, kind: 'dispute', note: 'asked the bank' }));
    must(await noteCase(desk.clerk, { caseId: id, kind: 'comment', note: 'no answer yet' }));
    expect(await reconciliationCase(desk.clerk, id)).toMatchObject({ status: 'disputed', events: [{ note: 'no answer yet' }, { note: 'asked the bank' }, { kind: 'opened' }] });
    expect(await reconciliationDay(desk.clerk, 'wechat', DAY)).toMatchObject({ open: 1, difference: { minor: '900' } });
  });

  it('an auditor reads and decides nothing; a stranger finds nothing', async () => {
    const [desk, stranger] = [await foundDesk(), await foundDesk()];
    await take(desk, [{ orderNo: 'UNKNOWN', minor: 9_00n }]);
    const { id } = await only(desk);
    const auditor = { ...desk.clerk, actor: { ...desk.clerk.actor, roles: ['auditor'] } } as typeof desk.clerk;
    expect(await reconciliationCase(auditor, id)).toMatchObject({ line: { counterparty: null, memo: null } });
    expect(await writeOffCase(auditor, { caseId: id })).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    expect(await writeOffCase(stranger.clerk, { caseId: id })).toMatchObject({ ok: false, error: { code: 'reconciliation.not-found' } });
  });
});

describe('matching by hand', () => {
  it('takes n with m when the sums agree, refuses when not, and is undone as a group', async () => {
    const desk = await foundDesk();
    const [a, b] = [await paid(desk, 30_00n), await paid(desk, 70_00n)];
    await take(desk, [{ orderNo: 'TOGETHER', minor: 100_00n, feeMinor: 60n }, { orderNo: 'OTHER', minor: 1_00n }]);
    const all = await casesOf(desk);
    const of = async (number: string) => elements(desk, all.find((c) => c.number === number)!.id);
    const before = await books(desk);
    const [line, other, one, two] = [await of('TOGETHER'), await of('OTHER'), await of(a.orderNo), await of(b.orderNo)];
    expect(await matchByHand(desk.clerk, { lineIds: line.lineIds, sideIds: one.sideIds }))
      .toMatchObject({ ok: false, error: { code: 'reconciliation.amounts-differ', details: { differenceMinor: '7000' } } });
    expect(await matchByHand(desk.clerk, { lineIds: line.lineIds, sideIds: [] })).toMatchObject({ ok: false, error: { code: 'reconciliation.one-sided' } });
    const done = must(await matchByHand(desk.clerk, { lineIds: line.lineIds, sideIds: [...one.sideIds, ...two.sideIds] }));
    expect(done.caseIds).toHaveLength(3);
    expect(await books(desk)).toEqual({ '1002.wechat': 99_40n, '6603': 60n, '1122': -100_00n });
    expect(await matchByHand(desk.clerk, { lineIds: line.lineIds, sideIds: [...one.sideIds, ...two.sideIds] }))
      .toMatchObject({ ok: false, error: { code: 'reconciliation.already-matched' } });
    expect(other.lineIds).toHaveLength(1);
    must(await undoCase(desk.clerk, { caseId: done.caseIds[0]! }));
    expect(await books(desk)).toEqual(before);
    expect((await casesOf(desk)).filter((c) => c.status === 'open')).toHaveLength(4);
  });

  it('a pair a person took apart is two cases, and no later run puts it together', async () => {
    const desk = await foundDesk();
    const a = await paid(desk, 30_00n);
    const file = await take(desk, [lineOf(a)]);
    const before = await books(desk);
    const [pair] = (await listMatches(desk.clerk, { fileId: file.fileId })).rows;
    must(await undoMatch(desk.clerk, { lineId: pair!.lineId! }));
    expect((await casesOf(desk)).map((c) => c.reason)).toEqual(['missing-here', 'missing-at-bank']);
    expect(await books(desk)).toEqual({ '1012.wechat': 30_00n, '1122': -30_00n });
    await matchFile(desk.clerk, file.fileId);
    expect((await casesOf(desk)).map((c) => [c.reason, c.status])).toEqual([['missing-here', 'open'], ['missing-at-bank', 'open']]);
    expect((await listMatches(desk.clerk, { fileId: file.fileId })).rows).toEqual([]);
    const [line, side] = await Promise.all((await casesOf(desk)).map((c) => elements(desk, c.id)));
    must(await matchByHand(desk.clerk, { lineIds: line!.lineIds, sideIds: side!.sideIds }));
    expect(await books(desk)).toEqual(before);
    expect(await withTx(desk.clerk, (tx) => tx.recon_match.count({ where: { undone_at: null } }))).toBe(2);
  });

  it('a standing match has its line\'s id, an undone one a number of its own, and the database takes no second one of the line', async () => {
    const desk = await foundDesk();
    const file = await take(desk, [lineOf(await paid(desk, 30_00n))]);
    const [pair] = (await listMatches(desk.clerk, { fileId: file.fileId })).rows;
    must(await undoMatch(desk.clerk, { lineId: pair!.lineId! }));
    const [line, side] = await Promise.all((await casesOf(desk)).map((c) => elements(desk, c.id)));
    must(await matchByHand(desk.clerk, { lineIds: line!.lineIds, sideIds: side!.sideIds }));
    const rows = await withTx(desk.clerk, (tx) => tx.recon_match.findMany({ orderBy: { id: 'desc' } }));
    expect(rows.map((r) => [r.line_id === null ? 'side' : r.id === r.line_id ? 'its line' : 'aside', r.undone_at !== null])).toEqual([['its line', false], ['aside', true], ['side', false]]);
    const again = (id: bigint) => withTx(desk.clerk, (tx) => tx.recon_match.create({ data: { ...rows[0]!, reasons: [], id, group_id: null } }));
    await expect(again(rows[0]!.id)).rejects.toThrow();
    await expect(again(-1_000_000n)).rejects.toThrow();
    await expect(again(rows[0]!.id + 1n)).rejects.toThrow();
  });

  it('a group that a rule made comes apart whole, with the books as before, and is not made again', async () => {
    const desk = await foundDesk();
    const a = await paid(desk, 90_00n);
    const before = await books(desk);
    const parts = [{ minor: 40_00n, feeMinor: 24n }, { minor: 50_00n, feeMinor: 30n }];
    const file = await take(desk, parts.map((part, i) => lineOf(a, { ...part, tradeNo: `PART${i}` })));
    expect((await listMatches(desk.clerk, { fileId: file.fileId })).rows).toMatchObject([{ rule: 'instalments', reasons: ['sum'], byRule: true }, { rule: 'instalments' }]);
    expect(await books(desk)).toEqual({ '1002.wechat': 89_46n, '6603': 54n, '1122': -90_00n });
    const [first] = (await listMatches(desk.clerk, { fileId: file.fileId })).rows;
    must(await undoMatch(desk.clerk, { lineId: first!.lineId! }));
    expect(await books(desk)).toEqual(before);
    expect((await casesOf(desk)).map((c) => c.reason)).toEqual(['missing-here', 'missing-here', 'missing-at-bank']);
    await matchFile(desk.clerk, file.fileId);
    expect((await listMatches(desk.clerk, { fileId: file.fileId })).rows).toEqual([]);
  });
});
