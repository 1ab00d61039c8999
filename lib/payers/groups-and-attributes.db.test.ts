// Groups are a tree that never closes on itself, a group's payers are those below it too, and a typed attribute is true of every payer.
import { beforeAll, describe, expect, it } from 'vitest';
import { anInstitution, csv, userCtx } from '@/lib/bills/billing.fixtures';
import { must } from '@/lib/kernel/result';
import type { Ctx } from '@/lib/platform/ctx';
import { getPayer, importPayers, listAttributes, listGroups, listPayers, saveAttribute, saveGroup } from './index';
import type { AttributeType } from './model';

let ctx: Ctx;
beforeAll(async () => {
  ({ ctx } = await anInstitution('tree'));
  must(await importPayers(ctx, { source: csv(['编号,姓名,楼栋,面积', 'A1,甲,1号楼/1单元,80', 'A2,乙,1号楼/2单元,90.5', 'A3,丙,1号楼,70', 'A4,丁,2号楼,60']), apply: true }));
});
const type = (change: Partial<AttributeType>): AttributeType => ({ name: 'areaM2', kind: 'number', labelZh: '面积', labelEn: 'Area', choices: [], ...change });

describe('groups', () => {
  it('come out of the file as a tree, and count and list what is below them', async () => {
    expect((await listGroups(ctx)).map((g) => [g.name, g.depth, g.payers, g.payersBelow])).toEqual([['1号楼', 0, 1, 3], ['1单元', 1, 1, 1], ['2单元', 1, 1, 1], ['2号楼', 0, 1, 1]]);
    expect((await listPayers(ctx, { groupCode: '1号楼' })).rows.map((p) => p.number)).toEqual(['A1', 'A2', 'A3']);
    expect((await listPayers(ctx, { groupCode: '1号楼' })).total).toBe(3);
  });

  it('are moved and renamed, but never below themselves, also not by two at once', async () => {
    must(await saveGroup(ctx, { code: 'park', name: '园区', parent: null }));
    must(await saveGroup(ctx, { code: '2号楼', name: '二号楼', parent: 'park' }));
    expect(await saveGroup(ctx, { code: 'park', name: '园区', parent: '2号楼' })).toMatchObject({ error: { code: 'payers.group-circle' } });
    expect(await saveGroup(ctx, { code: 'park', name: '园区', parent: 'park' })).toMatchObject({ error: { code: 'payers.group-circle' } });
    expect(await saveGroup(ctx, { code: 'x', name: 'x', parent: 'gone' })).toMatchObject({ error: { code: 'payers.group-not-found' } });
    must(await saveGroup(ctx, { code: 'a', name: 'a', parent: null }));
    must(await saveGroup(ctx, { code: 'b', name: 'b', parent: null }));
    const both = await Promise.all([saveGroup(ctx, { code: 'a', name: 'a', parent: 'b' }), saveGroup(ctx, { code: 'b', name: 'b', parent: 'a' })]);
    expect(both.filter((r) => r.ok)).toHaveLength(1);
    expect((await listGroups(ctx)).map((g) => g.code)).toHaveLength(7);
    const { ctx: other } = await anInstitution('tree-other');
    expect(await saveGroup(other, { code: 'mine', name: 'mine', parent: 'park' })).toMatchObject({ error: { code: 'payers.group-not-found' } });
    expect(await saveGroup(userCtx(ctx.institutionId, ['accountant'], ctx.clock, ctx.random), { code: 'y', name: 'y', parent: null })).toMatchObject({ error: { code: 'access.denied' } });
  });
});

describe('attributes', () => {
  it('take a type that fits what is known, and refuse one that does not', async () => {
    expect(await saveAttribute(ctx, type({ kind: 'date' }))).toMatchObject({ error: { code: 'payers.attribute-misfit' } });
    expect(await saveAttribute(ctx, type({ kind: 'choice' }))).toMatchObject({ error: { code: 'payers.attribute-choices' } });
    must(await saveAttribute(ctx, type({})));
    must(await saveAttribute(ctx, type({ name: 'parking', kind: 'yes-no', labelZh: '有车位', labelEn: 'Parking' })));
    must(await saveAttribute(ctx, type({ name: 'since', kind: 'date', labelZh: '入住', labelEn: 'Moved in' })));
    must(await saveAttribute(ctx, type({ name: 'kind', kind: 'choice', labelZh: '性质', labelEn: 'Kind', choices: ['住宅', '商铺'] })));
    expect((await listAttributes(ctx)).map((a) => [a.name, a.kind, a.typed, a.payers])).toEqual([
      ['areaM2', 'number', true, 4], ['kind', 'choice', true, 0], ['parking', 'yes-no', true, 0], ['since', 'date', true, 0],
    ]);
  });

  it('check every row of the next file, name the bad ones and tidy the good ones', async () => {
    const head = '编号,姓名,面积,有车位,入住,性质';
    const dry = must(await importPayers(ctx, { source: csv([head, 'B1,戊,8o,是,2026-1-5,住宅', 'B2,己,80,也许,2026-1-5,住宅', 'B3,庚,80,否,2026-13-5,住宅', 'B4,辛,80,否,,别墅', 'B5,壬,80,有,2026年1月5日,商铺']), apply: true }));
    expect(dry.bad.map((b) => [b.line, b.column, b.cause])).toEqual([
      [2, '面积', 'not-a-number'], [3, '有车位', 'not-yes-or-no'], [4, '入住', 'not-a-date'], [5, '性质', 'not-a-choice'],
    ]);
    const [b5] = (await listPayers(ctx, { text: 'B5' })).rows;
    expect((await getPayer(ctx, b5!.id))!.attributes).toEqual({ areaM2: '80', parking: 'yes', since: '2026-01-05', kind: '商铺' });
  });
});
