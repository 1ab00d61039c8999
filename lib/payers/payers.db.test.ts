// Personal data is sealed at rest and masked for those who may not read it; a payer is found only with number and second factor, or a live link.
import { beforeAll, describe, expect, it } from 'vitest';
import { anInstitution, csv, userCtx } from '@/lib/bills/billing.fixtures';
import { must } from '@/lib/kernel/result';
import { DAY_MS } from '@/lib/kernel/time';
import type { Ctx } from '@/lib/platform/ctx';
import { withPlatformTx, withTx } from '@/lib/platform/tx';
import {
  createPayerLink,
  findPayerByNumber,
  getPayer,
  importPayers,
  isPaymentCode,
  listGroups,
  listPayers,
  openPayerLink,
  resolvePayerLink,
  revokePayerLinks,
  spendPayerLink,
  TRIES_PER_NUMBER,
} from './index';
import { shardOf } from './address-block';

let ctx: Ctx;
let clock: { at: number; now(): Ctx['clock'] extends { now(): infer T } ? T : never };
const FILE = [
  '编号,姓名,手机,班级,校车',
  'A1,李小明,13812345678,小一班,yes',
  'A2,欧阳小明,139-8765-4321,小一班,no',
  'B1,Anna Berg,,中二班,',
];
beforeAll(async () => {
  ({ ctx, clock } = await anInstitution('people'));
  must(await importPayers(ctx, { source: csv(FILE), apply: true }));
});
const origin = (ip: string) => ({ origin: { ip, device: '' }, clock, random: ctx.random });

describe('import', () => {
  it('takes good rows, names bad ones, keeps what a shorter file leaves out, and is idempotent', async () => {
    expect(must(await importPayers(ctx, { source: csv(FILE), apply: true }))).toMatchObject({
      rows: 3,
      created: 0,
      changed: 0,
      unchanged: 3,
    });
    const second = csv(['number,name,phone', 'A1,李小明,', 'A2,欧阳明,', ',x,', 'C 1,x,', 'C2,,', 'C3,y,12', 'A1,z,']);
    const dry = must(await importPayers(ctx, { source: second, apply: false }));
    expect(dry.bad.map((b) => [b.line, b.cause])).toEqual([
      [4, 'missing-number'],
      [5, 'bad-number'],
      [6, 'missing-name'],
      [7, 'bad-phone'],
      [8, 'twice-in-file'],
    ]);
    expect(dry).toMatchObject({ changed: 1, unchanged: 1, applied: false });
    must(await importPayers(ctx, { source: second, apply: true }));
    const [a2] = (await listPayers(ctx, { text: 'A2' })).rows;
    expect(a2).toMatchObject({ name: '欧阳明', phone: '13987654321', group: { code: '小一班' } });
    expect((await getPayer(ctx, a2!.id))!.attributes).toEqual({ bus: 'no' });
    expect(await listGroups(ctx)).toMatchObject([
      { code: '中二班', name: '中二班', payers: 1 },
      { code: '小一班', name: '小一班', payers: 2 },
    ]);
  });

  it('refuses a table without the needed columns', async () => {
    expect(await importPayers(ctx, { source: csv(['foo,bar', '1,2']), apply: true })).toMatchObject({
      error: { code: 'payers.columns-missing' },
    });
  });
});

describe('personal data', () => {
  it('lies sealed in the table', async () => {
    const rows = await withTx(
      ctx,
      (tx) => tx.$queryRaw<{ text: string }[]>`SELECT encode(name_sealed, 'escape') || encode(phone_sealed, 'escape') AS text FROM payer`,
    );
    for (const { text } of rows) expect(text ?? '').not.toMatch(/李|欧|Anna|138|139/);
  });

  it('is masked without the permission, found by whole name or number, and each payer has a payment code that checks', async () => {
    const cashier = userCtx(ctx.institutionId, ['cashier'], ctx.clock, ctx.random);
    const found = (await listPayers(cashier, { text: '李小明' })).rows;
    expect(found.map((p) => [p.number, p.name, p.phone])).toEqual([['A1', '李*明', '138****5678']]);
    expect((await listPayers(cashier, { text: '小明' })).total).toBe(0);
    expect((await listPayers(cashier, { text: 'A' })).total).toBe(2);
    const codes = (await listPayers(cashier, {})).rows.map((p) => p.paymentCode);
    expect(codes.every(isPaymentCode)).toBe(true);
    expect(new Set(codes).size).toBe(3);
  });
});

describe('the payer', () => {
  it('opens the own bills by a link that is kept only as a hash and ends after 30 days', async () => {
    const [a1] = (await listPayers(ctx, { text: 'A1' })).rows;
    const link = must(await createPayerLink(ctx, a1!.id));
    const token = decodeURIComponent(link.path.split('/').at(-1)!);
    expect(await resolvePayerLink(token, clock)).toEqual({ institutionId: ctx.institutionId, payerId: a1!.id });
    expect(await resolvePayerLink(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`, clock)).toBeNull();
    expect(await resolvePayerLink(token.replace('people.', 'nowhere.'), clock)).toBeNull();
    expect(await resolvePayerLink('nonsense', clock)).toBeNull();
    expect(JSON.stringify(await withTx(ctx, (tx) => tx.payer_link.findMany()))).not.toContain(token.split('.')[1]);
    clock.at += 31 * DAY_MS;
    expect(await resolvePayerLink(token, clock)).toBeNull();
    clock.at -= 31 * DAY_MS;
    expect(must(await revokePayerLinks(ctx, { payerId: a1!.id }))).toEqual({ revoked: 1 });
    expect(await resolvePayerLink(token, clock)).toBeNull();
  });

  it('opens a link for one use once, at a press, however many press at the same time, and no program opens it by looking', async () => {
    const [a1] = (await listPayers(ctx, { text: 'A1' })).rows;
    const token = must(await createPayerLink(ctx, a1!.id, 'once')).path.split('/').at(-1)!;
    expect([await openPayerLink(token, clock), await openPayerLink(token, clock), await resolvePayerLink(token, clock)]).toEqual(['ask', 'ask', null]);
    const pressed = await Promise.all(Array.from({ length: 20 }, () => spendPayerLink(token, clock)));
    expect(pressed.filter((found) => found !== null)).toEqual([{ institutionId: ctx.institutionId, payerId: a1!.id }]);
    expect([await openPayerLink(token, clock), await spendPayerLink(token, clock)]).toEqual(['nothing', null]);
    const late = must(await createPayerLink(ctx, a1!.id, 'once')).path.split('/').at(-1)!;
    clock.at += 8 * DAY_MS;
    expect([await openPayerLink(late, clock), await spendPayerLink(late, clock)]).toEqual(['nothing', null]);
    clock.at -= 8 * DAY_MS;
  });

  it('opens a lasting link for years, until it is revoked', async () => {
    const [a1] = (await listPayers(ctx, { text: 'A1' })).rows;
    const token = must(await createPayerLink(ctx, a1!.id, 'lasting')).path.split('/').at(-1)!;
    clock.at += 1_000 * DAY_MS;
    expect([await openPayerLink(token, clock), await spendPayerLink(token, clock)]).toEqual(Array.from({ length: 2 }, () => ({ institutionId: ctx.institutionId, payerId: a1!.id })));
    must(await revokePayerLinks(ctx, { payerId: a1!.id }));
    expect([await openPayerLink(token, clock), await spendPayerLink(token, clock)]).toEqual(['nothing', null]);
    clock.at -= 1_000 * DAY_MS;
  });

  it('is found by number and the last four of the phone, and by nothing less', async () => {
    const found = must(await findPayerByNumber('people', 'A1', '5678', origin('192.0.2.1')));
    expect(await resolvePayerLink(found.path.split('/').at(-1)!, clock)).toMatchObject({ payerId: found.payerId });
    for (const [slug, number, last4] of [
      ['people', 'A1', '0000'],
      ['people', 'ZZ', '5678'],
      ['nowhere', 'A1', '5678'],
      ['people', 'B1', ''],
    ] as const) {
      expect(await findPayerByNumber(slug, number, last4, origin('192.0.2.1'))).toMatchObject({
        ok: false,
        error: { code: 'payers.not-found' },
      });
    }
  });

  it('may try a number five times in fifteen minutes, also from several processes', async () => {
    const tries = await Promise.all(
      Array.from({ length: 12 }, (_, i) => findPayerByNumber('people', 'A2', '0000', origin(`198.51.100.${i}`))),
    );
    const codes = tries.map((t) => (t.ok ? 'ok' : t.error.code));
    expect(codes.filter((c) => c === 'payers.not-found')).toHaveLength(TRIES_PER_NUMBER);
    expect(await findPayerByNumber('people', 'A2', '4321', origin('203.0.113.9'))).toMatchObject({
      ok: false,
      error: { code: 'payers.too-many-tries' },
    });
    clock.at += 16 * 60_000;
    expect(await findPayerByNumber('people', 'A2', '4321', origin('203.0.113.9'))).toMatchObject({ ok: true });
    const keys = await withPlatformTx((tx) => tx.payer_lookup_try.findMany());
    expect(JSON.stringify(keys)).not.toContain('A2');
  });

  it('stays unguessed by many addresses over many numbers: a number has a day’s bound, an institution one for all its misses, and who is right is no miss', async () => {
    clock.at += 2 * DAY_MS;
    const wrong = (number: string, i: number) => findPayerByNumber('people', number, '0000', origin(`10.1.${i >> 8}.${i & 255}`));
    const codes: string[] = [];
    for (let window = 0; window < 5; window++, clock.at += 16 * 60_000) {
      for (let i = 0; i < 5; i++) codes.push(...[await wrong('A1', window * 5 + i)].map((t) => (t.ok ? 'ok' : t.error.code)));
    }
    expect(codes.map((code) => code === 'payers.too-many-tries')).toEqual(Array.from({ length: 25 }, (_, i) => i >= 20));
    clock.at += 2 * DAY_MS;
    for (let i = 0; i < 3; i++) must(await findPayerByNumber('people', 'A2', '4321', origin('203.0.113.9')));
    const part = shardOf('203.0.113.9');
    const addresses = Array.from({ length: 2_000 }, (_, i) => `10.2.${i >> 8}.${i & 255}`).filter((ip) => shardOf(ip) === part).slice(0, 70);
    const spread = await Promise.all(addresses.map((ip, i) => findPayerByNumber('people', `Z${i}`, '0000', origin(ip))));
    expect(spread.filter((t) => !t.ok && t.error.code === 'payers.not-found')).toHaveLength(60);
    expect(await findPayerByNumber('people', 'A2', '4321', origin('203.0.113.9'))).toMatchObject({ error: { code: 'payers.too-many-tries' } });
    clock.at += 16 * 60_000;
    must(await findPayerByNumber('people', 'A2', '4321', origin('203.0.113.9')));
  });
});
