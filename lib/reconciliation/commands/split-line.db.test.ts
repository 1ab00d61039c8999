/** A line cut into parts: not a cent is lost, limits look at the whole, and it can be put together again. */
import { describe, expect, it } from 'vitest';
import { must } from '@/lib/kernel/result';
import { toDate } from '@/lib/kernel/time';
import { reconciliationCase } from '../case-detail';
import { proofOf } from '../day-proof';
import { withTx } from '@/lib/platform/tx';
import { reconciliationDay } from '../overview';
import { retryNotYet } from '../retry-not-yet';
import { books, casesOf, clock, DAY, foundDesk, lineOf, paid, take, type Desk } from '../reconciliation.fixtures';
import { confirmCase } from './confirm-case';
import { matchByHand } from './match-by-hand';
import { noteCase } from './note-case';
import { splitLine } from './split-line';
import { undoCase } from './undo-case';
import { writeOffCase } from './write-off-case';

const open = async (desk: Desk) => (await casesOf(desk)).filter((c) => c.status !== 'matched' && c.status !== 'joined');
const proof = (desk: Desk) => withTx(desk.clerk, (tx) => proofOf(tx, 'wechat', DAY));

describe('a line that stands for two things', () => {
  it('is matched with its order for one part, the other is decided, and books, proof and difference tie', async () => {
    const desk = await foundDesk();
    const order = await paid(desk, 1_218_00n);
    await take(desk, [lineOf(order, { minor: 1_280_00n, feeMinor: 7_68n })]);
    const [whole] = await casesOf(desk);
    expect(await splitLine(desk.clerk, { caseId: whole!.id, partsMinor: ['121800', '6100'], note: 'bus' }))
      .toMatchObject({ ok: false, error: { code: 'reconciliation.parts-differ', details: { differenceMinor: '-100' } } });
    const before = { books: await books(desk), proof: await proof(desk) };
    const { opened } = must(await splitLine(desk.clerk, { caseId: whole!.id, partsMinor: ['121800', '6200'], note: 'bus fee at the counter' }));
    expect(opened.map((c) => [c.reason, c.bank?.minor ?? null, c.ours?.minor ?? null])).toEqual([['missing-here', '121800', null], ['missing-here', '6200', null], ['missing-at-bank', null, '121800']]);
    expect(await books(desk)).toEqual(before.books);
    // The round that looks again at what is only late leaves the fact alone, which stands by itself now.
    expect(await retryNotYet(desk.clerk)).toBe(0);
    expect(await proof(desk)).toMatchObject({ lines: 2, total: { minor: '128000' }, parts: { open: { count: 2 }, matched: { count: 0 } }, ties: true });
    expect(await reconciliationDay(desk.clerk, 'wechat', DAY)).toMatchObject({ open: 3, difference: { minor: '6200' } });
    expect(await reconciliationCase(desk.clerk, opened[0]!.id)).toMatchObject({ splittable: false, line: { partOf: { whole: { minor: '128000' }, parts: 2 } } });
    must(await matchByHand(desk.clerk, { lineIds: [opened[0]!.lineId!], sideIds: [opened[2]!.sideId!] }));
    must(await confirmCase(desk.clerk, { caseId: opened[1]!.id, reason: 'bus fee' }));
    expect(await books(desk)).toEqual({ '1002.wechat': 1_272_32n, '6603': 7_68n, '1122': -1_218_00n, '1901': -62_00n });
    expect(await proof(desk)).toMatchObject({ parts: { matched: { count: 1 }, decided: { count: 1 }, open: { count: 0 } }, ties: true });
    // The whole cannot come back while a part of it is decided; once the parts are open again it can, as if nothing had been.
    expect(await undoCase(desk.clerk, { caseId: whole!.id })).toMatchObject({ ok: false, error: { code: 'reconciliation.part-decided' } });
    must(await undoCase(desk.clerk, { caseId: opened[1]!.id }));
    must(await undoCase(desk.clerk, { caseId: opened[0]!.id }));
    must(await undoCase(desk.clerk, { caseId: whole!.id }));
    expect(await books(desk)).toEqual(before.books);
    expect(await proof(desk)).toEqual(before.proof);
    expect((await open(desk)).map((c) => c.id)).toEqual([whole!.id]);
    expect(await matchByHand(desk.clerk, { lineIds: [opened[0]!.lineId!], sideIds: [opened[2]!.sideId!] })).toMatchObject({ ok: false, error: { code: 'reconciliation.not-found' } });
    must(await splitLine(desk.clerk, { caseId: whole!.id, partsMinor: ['64000', '64000'], note: 'otherwise' }));
  });

  it('does not get round the second person, nor round the limit of writing off', async () => {
    const desk = await foundDesk();
    await take(desk, [{ orderNo: 'LARGE', minor: 6_000_00n }, { orderNo: 'SMALL', minor: 30_00n }]);
    const of = async (number: string) => (await open(desk)).find((c) => c.number === number)!.id;
    const large = must(await splitLine(desk.clerk, { caseId: await of('LARGE'), partsMinor: ['300000', '300000'], note: 'halves' })).opened;
    expect(must(await confirmCase(desk.clerk, { caseId: large[0]!.id, reason: 'r' })).status).toBe('proposed');
    const small = must(await splitLine(desk.clerk, { caseId: await of('SMALL'), partsMinor: ['1000', '1000', '1000'], note: 'thirds' })).opened;
    must(await writeOffCase(desk.clerk, { caseId: small[0]!.id }));
    expect(await writeOffCase(desk.clerk, { caseId: small[1]!.id })).toMatchObject({ ok: false, error: { code: 'reconciliation.above-limit' } });
    expect(await splitLine(desk.clerk, { caseId: small[2]!.id, partsMinor: ['500', '500'], note: 'again' })).toMatchObject({ ok: false, error: { code: 'reconciliation.not-splittable' } });
  });

  it('a suspended part stays in the difference; strangers and auditors split nothing', async () => {
    const [desk, stranger] = [await foundDesk(), await foundDesk()];
    await take(desk, [{ orderNo: 'UNKNOWN', minor: 100_00n }]);
    const [whole] = await casesOf(desk);
    const auditor = { ...desk.clerk, actor: { ...desk.clerk.actor, roles: ['auditor'] } } as typeof desk.clerk;
    const wish = { caseId: whole!.id, partsMinor: ['4000', '6000'], note: 'n' };
    expect(await splitLine(auditor, wish)).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    expect(await splitLine(stranger.clerk, wish)).toMatchObject({ ok: false, error: { code: 'reconciliation.not-found' } });
    const { opened } = must(await splitLine(desk.clerk, wish));
    must(await noteCase(desk.clerk, { caseId: opened[0]!.id, kind: 'suspend', note: 'whose?' }));
    expect(await reconciliationDay(desk.clerk, 'wechat', DAY)).toMatchObject({ open: 2, difference: { minor: '10000' } });
    expect(await proof(desk)).toMatchObject({ parts: { suspended: { count: 1, sum: { minor: '4000' } }, open: { count: 1 } } });
  });

  it('many small differences cannot drain an account: a day has its own limit', async () => {
    const desk = await foundDesk();
    await take(desk, [{ orderNo: 'BEFORE', minor: 995_00n }, { orderNo: 'FITS', minor: 5_00n }, { orderNo: 'OVER', minor: 1n }]);
    const of = async (number: string) => (await casesOf(desk)).find((c) => c.number === number)!.id;
    const before = await of('BEFORE');
    await withTx(desk.clerk, (tx) => tx.recon_case.update({ where: { id: before }, data: { status: 'written-off', decided_by: 'user:usr_somebody', decided_at: toDate(clock.now()) } }));
    must(await writeOffCase(desk.manager, { caseId: await of('FITS') }));
    const over = await of('OVER');
    expect(await writeOffCase(desk.clerk, { caseId: over })).toMatchObject({ ok: false, error: { code: 'reconciliation.day-cap' } });
    expect((await books(desk))['1901']).toBe(-5_00n);
    await withTx(desk.clerk, (tx) => tx.recon_case.update({ where: { id: before }, data: { decided_at: new Date('2026-11-21T12:00:00Z') } }));
    must(await writeOffCase(desk.clerk, { caseId: over }));
  });
});
