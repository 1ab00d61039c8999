/** A table nobody knows is read as a person said, and the next one like it by itself; for nobody else. */
import { describe, expect, it } from 'vitest';
import iconv from 'iconv-lite';
import { must } from '@/lib/kernel/result';
import { withTx } from '@/lib/platform/tx';
import { toDate } from '@/lib/kernel/time';
import type { TableMapping } from '@/lib/statements/model';
import { importStatement } from './commands/import-statement';
import { precheckStatement } from './commands/precheck-statement';
import { previewMapping } from './commands/preview-mapping';
import { retireMapping } from './commands/retire-mapping';
import { saveMapping } from './commands/save-mapping';
import { listMappings } from './mapping-list';
import { books, clock, DAY, foundDesk, paid, type Desk } from './reconciliation.fixtures';

/** Captions of a bank that nobody has heard of, below a banner that grows; days first, commas for decimals. */
const fileOf = (rows: readonly string[], banner = 1): Uint8Array =>
  iconv.encode([...Array.from({ length: banner }, (_, i) => `某村镇银行 对帐清单 ${i + 1}`), '甲;乙;丙;丁;戊', ...rows].join('\r\n'), 'gb18030');
const ROWS = (orderNo: string) => [`21/11/2026;${orderNo};1.234,50;学费;A1`, '21/11/2026;;-20,00;取现;A2'];
const MAPPING: TableMapping = {
  encoding: 'gb18030', delimiter: ';', headerLine: 2, columns: { date: 0, merchantNo: 1, amount: 2, memo: 3, channelNo: 4 }, style: 'comma', order: 'dmy', inverted: false,
};

const account = (desk: Desk, channel: string) => withTx(desk.clerk, (tx) => tx.channel_account.create({
  data: {
    id: `cha_${desk.institutionId.slice(-20)}`, institution_id: desk.institutionId, channel, base_url: 'http://127.0.0.1', config: {}, secrets_sealed: new Uint8Array([1]), status: 'active',
    created_at: toDate(clock.now()), updated_at: toDate(clock.now()),
  },
}));

describe('a table that recognition does not know', () => {
  it('is shown as it stands, read as it is said to be, kept, and used for the next file by itself', async () => {
    const [desk, stranger] = [await foundDesk(), await foundDesk()];
    await account(desk, 'wechat');
    const order = await paid(desk, 1_234_50n);
    const file = { bytes: fileOf(ROWS(order.orderNo)), fileName: 'unknown.txt' };
    const before = await precheckStatement(desk.clerk, file);
    expect(before.ok ? before.value.channel : before.error.code).not.toBe('wechat');
    const look = must(await previewMapping(desk.clerk, { ...file, mapping: null }));
    expect(look).toMatchObject({ delimiter: ';', check: null });
    expect(look.rows[1]).toEqual({ lineNo: 2, cells: ['甲', '乙', '丙', '丁', '戊'] });
    const wrong = must(await previewMapping(desk.clerk, { ...file, mapping: { ...MAPPING, columns: { date: 3, amount: 4 } } }));
    expect(wrong.check?.rows ?? 0).toBe(0);
    const right = must(await previewMapping(desk.clerk, { ...file, mapping: MAPPING }));
    expect(right.check).toMatchObject({
      rows: 2, rejected: 0, credit: { count: 1, amount: { minor: '123450' } }, debit: { count: 1, amount: { minor: '2000' } }, period: { from: DAY, to: DAY },
      shown: [{ number: order.orderNo, amount: { minor: '123450' }, direction: 'credit' }, { direction: 'debit' }],
    });
    expect(await saveMapping(desk.clerk, { ...file, mapping: MAPPING, channel: 'alipay', name: 'x' })).toMatchObject({ ok: false, error: { code: 'reconciliation.no-account' } });
    must(await saveMapping(desk.clerk, { ...file, mapping: MAPPING, channel: 'wechat', name: '村镇银行' }));
    expect(must(await precheckStatement(desk.clerk, file))).toMatchObject({ channel: 'wechat', mapping: { name: '村镇银行' }, rows: 2 });
    // The next file has a longer banner and other rows; it is told by its captions.
    const second = await paid(desk, 77_00n);
    const next = { bytes: fileOf([`21/11/2026;${order.orderNo};1.234,50;学费;A1`, `21/11/2026;${second.orderNo};77,00;学费;A3`], 4), fileName: 'next.txt' };
    expect(must(await importStatement(desk.clerk, next))).toMatchObject({ channel: 'wechat', rows: 2, counts: { matched: 2 } });
    expect(await books(desk)).toEqual({ '1002.wechat': 1_311_50n, '1122': -1_311_50n });
    expect((await listMappings(desk.clerk))[0]).toMatchObject({ name: '村镇银行', usedAt: expect.any(String) });
    // What one institution said is said to nobody else.
    expect(await listMappings(stranger.clerk)).toEqual([]);
    const theirs = await precheckStatement(stranger.clerk, next);
    expect(theirs.ok ? theirs.value.channel : null).toBeNull();
    const [kept] = await listMappings(desk.clerk);
    expect(await retireMapping(stranger.clerk, { mappingId: kept!.id })).toMatchObject({ ok: false });
    must(await retireMapping(desk.clerk, { mappingId: kept!.id }));
    expect((await precheckStatement(desk.clerk, { ...file, bytes: fileOf(ROWS('OTHER')) }).then((r) => (r.ok ? r.value.channel : null)))).toBeNull();
  });

  it('without a header is told by what its columns hold: another table of the same width is not taken for it', async () => {
    const desk = await foundDesk();
    await account(desk, 'wechat');
    const bare = (rows: readonly string[]) => ({ bytes: Buffer.from(rows.join('\n')), fileName: 'bare.txt' });
    const mapping: TableMapping = { encoding: null, delimiter: '~', headerLine: 0, columns: { date: 0, merchantNo: 1, amount: 2 }, style: 'point', order: 'dmy', inverted: false };
    must(await saveMapping(desk.clerk, { ...bare(['21/11/2026~X1~5.00~a', '21/11/2026~X2~6.00~b']), mapping, channel: 'wechat', name: 'bare' }));
    const channelOf = async (rows: readonly string[]) => precheckStatement(desk.clerk, bare(rows)).then((r) => (r.ok ? r.value.channel : null));
    expect(await channelOf(['22/11/2026~X9~15.00~c', '22/11/2026~X8~16.00~d'])).toBe('wechat');
    expect(await channelOf(['22/11/2026~15.00~X9~c', '22/11/2026~16.00~X8~d'])).toBeNull();
  });

  it('may be mapped by nobody who may not import, and a mapping that reads nothing is not kept', async () => {
    const desk = await foundDesk();
    await account(desk, 'wechat');
    const file = { bytes: fileOf(ROWS('X')), fileName: 'a.txt' };
    const auditor = { ...desk.clerk, actor: { ...desk.clerk.actor, roles: ['auditor'] } } as typeof desk.clerk;
    expect(await previewMapping(auditor, { ...file, mapping: null })).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    expect(await saveMapping(auditor, { ...file, mapping: MAPPING, channel: 'wechat', name: 'x' })).toMatchObject({ ok: false, error: { code: 'access.denied' } });
    expect(await saveMapping(desk.clerk, { ...file, mapping: { ...MAPPING, columns: { date: 3, amount: 4 } }, channel: 'wechat', name: 'x' })).toMatchObject({ ok: false });
    expect(await listMappings(desk.clerk)).toEqual([]);
  });
});
