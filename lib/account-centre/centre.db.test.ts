/** Summaries add up to the allocations to the cent, by whatever side they are asked for; accounts are an institution's own. */
import { describe, expect, it } from 'vitest';
import { allocateToItems } from '@/lib/bills';
import { IN_ORDER } from '@/lib/bill-items/model';
import type { InstitutionId, UserId } from '@/lib/kernel/ids';
import { newId, seededRandom } from '@/lib/kernel/ports';
import { must } from '@/lib/kernel/result';
import { businessDate, instant, toDate } from '@/lib/kernel/time';
import { makeCtx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import { accountCentre, collectedSummary, mapFundAccount, retireFundAccount, saveFundAccount } from './index';
import type { Dimension } from './model';

const random = seededRandom(31);
const clock = { now: () => instant(Date.UTC(2026, 10, 22, 3)) };
const ports = { clock, random };

async function found() {
  const institutionId: InstitutionId = newId('institution', ports);
  await withPlatformTx((tx) => tx.institution.create({
    data: {
      id: institutionId, slug: institutionId.toLowerCase().replace('_', '-'), name_zh: '测试', name_en: 'Test', kind: 'school', time_zone: 'Asia/Shanghai', day_cut_off: '24:00',
      currency: 'CNY', environment: 'test', status: 'active', created_at: toDate(clock.now()),
    },
  }));
  const as = (role: string) => makeCtx({ kind: 'user', userId: newId('user', ports) as UserId, roles: [role], sessionId: 'ses', name: role }, institutionId, ports);
  const planId = newId('feePlan', ports);
  await withTx({ institutionId }, (tx) => tx.fee_plan.create({ data: { id: planId, institution_id: institutionId, code: planId.slice(-8), name_zh: '学费', name_en: 'Fees', status: 'live', created_by: 'x', created_at: toDate(clock.now()) } }));
  return { institutionId, reader: as('finance-manager'), admin: as('administrator'), planId };
}
type Place = Awaited<ReturnType<typeof found>>;

const LINES = [['care', 800_00n], ['meals', 330_01n], ['bus', 150_00n]] as const;
const WHOLE = LINES.reduce((sum, [, minor]) => sum + minor, 0n);

/** A bill with three items, and its money: amounts with their day and channel; negative is given back. */
async function bill(place: Place, money: readonly { minor: bigint; day: string; channel: string }[]) {
  const { institutionId } = place;
  const id = newId('bill', ports);
  const base = { institution_id: institutionId, currency: 'CNY' };
  await withTx(place, async (tx) => {
    await tx.bill.create({
      data: {
        ...base, id, number: id.slice(-10), payer_id: `pyr_${id.slice(-4)}`, plan_id: place.planId, plan_version: 1, cycle_key: id.slice(-8), title_zh: 'x', title_en: 'x', total_minor: WHOLE,
        methods: [], issue_date: new Date('2026-11-01'), due_date: new Date('2026-11-30'), status: 'issued', created_at: toDate(clock.now()),
      },
    });
    for (const [i, [item_code, amount_minor]] of LINES.entries()) {
      await tx.bill_line.create({ data: { bill_id: id, line_no: i + 1, institution_id: institutionId, item_code, label_zh: item_code, label_en: item_code, amount_minor, account_code: '6001', explanation: {} } });
    }
    for (const { minor, day, channel } of money) {
      const paymentId = newId('payment', ports);
      const at = new Date(`${day}T12:00:00+08:00`);
      await tx.payment.create({
        data: {
          ...base, id: paymentId, number: paymentId.slice(-12), payer_id: 'p', amount_minor: minor < 0n ? -minor : minor, captured_minor: minor < 0n ? -minor : minor, status: 'succeeded', method: 'any', channel,
          subject: 'x', payer_ip: '', idempotency_key: paymentId, created_at: at, expires_at: at, updated_at: at, succeeded_at: at,
        },
      });
      await tx.bill_allocation.create({ data: { institution_id: institutionId, bill_id: id, payment_id: paymentId, refund_id: minor < 0n ? newId('refund', ports) : null, amount_minor: minor, at } });
    }
  });
}

const ask = (place: Place, rows: Dimension, columns: Dimension | null = null, more: object = {}) =>
  collectedSummary(place.reader, { from: businessDate('2026-11-01'), to: businessDate('2026-11-30'), rows, columns, locale: 'en', ...more });
const net = (cell: { collected: { minor: string }; returned: { minor: string } }) => BigInt(cell.collected.minor) - BigInt(cell.returned.minor);

describe('summaries', () => {
  it('add up to the cent by every side, with parts, refunds and money of another month', async () => {
    const place = await found();
    const some = [
      [{ minor: WHOLE, day: '2026-11-03', channel: 'wechat' }], [{ minor: WHOLE, day: '2026-11-04', channel: 'ccb' }],
      [{ minor: 500_33n, day: '2026-10-30', channel: 'wechat' }, { minor: WHOLE - 500_33n, day: '2026-11-05', channel: 'ccb' }, { minor: -77_77n, day: '2026-11-06', channel: 'ccb' }],
      [{ minor: WHOLE, day: '2026-11-07', channel: 'wechat' }, { minor: -WHOLE, day: '2026-12-01', channel: 'wechat' }],
    ];
    for (const money of some) await bill(place, money);
    const inside = some.flat().filter((m) => m.day.startsWith('2026-11')).reduce((sum, m) => sum + m.minor, 0n);
    for (const rows of ['day', 'month', 'channel', 'account', 'project', 'item', 'group', 'payer'] as const) {
      for (const columns of [null, 'item', 'day'] as const) {
        const view = await ask(place, rows, columns);
        expect([rows, columns, net(view.total)]).toEqual([rows, columns, inside]);
        expect(view.rows.reduce((sum, r) => sum + net(r.total), 0n)).toBe(inside);
        if (columns) for (const row of view.rows) expect(Object.values(row.cells).reduce((sum, c) => sum + net(c), 0n)).toBe(net(row.total));
      }
    }
    const lines = LINES.map(([itemCode, amountMinor]) => ({ itemCode, amountMinor }));
    const wanted = new Map<string, bigint>();
    for (const money of some) {
      const held = (list: readonly { minor: bigint }[]) => new Map(allocateToItems(IN_ORDER, lines, list.map((m) => m.minor)).map((s) => [s.itemCode, s.paidMinor - s.refundedMinor]));
      const [before, after] = [held(money.filter((m) => m.day < '2026-11-01')), held(money.filter((m) => m.day <= '2026-11-30'))];
      for (const [item, minor] of after) wanted.set(item, (wanted.get(item) ?? 0n) + minor - (before.get(item) ?? 0n));
    }
    const byItem = await ask(place, 'item');
    for (const [item, minor] of wanted) expect(net(byItem.rows.find((r) => r.label === `Fees · ${item}`)!.total)).toBe(minor);
    const ccb = await ask(place, 'channel', null, { channel: 'ccb' });
    expect(ccb.rows.map((r) => [r.label, net(r.total)])).toEqual([['China Construction Bank', WHOLE + WHOLE - 500_33n - 77_77n]]);
    expect((await ask(await found(), 'payer')).rows).toEqual([]);
  });
});

describe('accounts', () => {
  it('are described, cut into sub-accounts by what they collect, and summed so', async () => {
    const [place, stranger] = [await found(), await found()];
    const own = must(await saveFundAccount(place.admin, { kind: 'bank', channel: 'ccb', name: '建行基本户', sourceTag: '建行·北京分行', number: '6222 0000 1111 0199' })).id;
    expect(await saveFundAccount(place.admin, { kind: 'bank', channel: 'ccb', name: 'x', sourceTag: 'x', number: '' })).toMatchObject({ ok: false, error: { code: 'account-centre.channel-taken' } });
    const sub = (name: string, parentId = own) => saveFundAccount(place.admin, { kind: 'sub-account', parentId, name, sourceTag: '子账户', number: '' });
    const meals = must(await sub('餐费')).id;
    const other = must(await sub('其他')).id;
    expect(await sub('below a part', meals)).toMatchObject({ ok: false, error: { code: 'account-centre.no-parent' } });
    expect(await saveFundAccount(stranger.admin, { kind: 'sub-account', parentId: own, name: 'x', sourceTag: 'x', number: '' })).toMatchObject({ ok: false, error: { code: 'account-centre.no-parent' } });
    must(await mapFundAccount(place.admin, { accountId: meals, items: [{ planId: place.planId, itemCode: 'meals' }] }));
    expect(await mapFundAccount(place.admin, { accountId: other, items: [{ planId: place.planId, itemCode: 'meals' }] })).toMatchObject({ ok: false, error: { code: 'account-centre.mapped-elsewhere' } });
    expect(await mapFundAccount(place.admin, { accountId: other, items: [{ planId: stranger.planId, itemCode: 'meals' }] })).toMatchObject({ ok: false, error: { code: 'account-centre.unknown-item' } });
    expect(await mapFundAccount(stranger.admin, { accountId: meals, items: [] })).toMatchObject({ ok: false, error: { code: 'account-centre.not-found' } });
    expect(await mapFundAccount(place.reader, { accountId: meals, items: [] })).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    await bill(place, [{ minor: WHOLE, day: '2026-11-04', channel: 'ccb' }]);
    await bill(place, [{ minor: WHOLE, day: '2026-11-04', channel: 'wechat' }]);
    expect((await ask(place, 'account')).rows.map((r) => [r.label, net(r.total)])).toEqual([['WeChat Pay', WHOLE], ['建行基本户 · 建行·北京分行', 950_00n], ['餐费 · 子账户', 330_01n]]);
    const centre = await accountCentre(place.reader);
    expect(centre.accounts.map((a) => [a.name, a.numberHint, a.collects.length])).toEqual([['建行基本户', '0199', 0], ['餐费', null, 1], ['其他', null, 0]]);
    expect((await accountCentre(stranger.reader)).accounts).toEqual([]);
    expect(await retireFundAccount(place.admin, { accountId: own })).toMatchObject({ ok: false, error: { code: 'account-centre.has-parts' } });
    must(await retireFundAccount(place.admin, { accountId: other }));
    const kept = await withTx(place, (tx) => tx.fund_account.findMany({ where: { number_hint: '0199' } }));
    expect(Buffer.from(kept[0]!.number_sealed!).toString('latin1')).not.toContain('6222');
  });
});
