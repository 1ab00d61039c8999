/** Nothing a file contains can make reading throw, hang or eat memory: it is read right or refused with a cause and a next step. */
import { buffer } from 'node:stream/consumers';
import { deflateRawSync, gzipSync } from 'node:zlib';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import type { RefusalCode } from './model';
import { allReaders } from './readers';
import { inspect } from './recognise';

const readers = allReaders([]);
const TABLE = '交易日期,摘要,收入,支出,余额\n2026-11-20,学费,1280.00,,1280.00\n2026-11-21,退款,,80.00,1200.00\n';

async function zip(files: Record<string, Buffer>): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, content] of Object.entries(files)) archive.addBuffer(content, name);
  archive.end();
  return buffer(archive.outputStream);
}

async function refused(bytes: Uint8Array, code: RefusalCode): Promise<void> {
  const result = await inspect(bytes, 'file', readers);
  expect(result).toMatchObject({ ok: false, error: { code, details: { next: expect.stringMatching(/^statements\.next-/) } } });
}

describe('the same table in every encoding', () => {
  const marked = (mark: number[], text: Buffer) => Buffer.concat([Buffer.from(mark), text]);
  test.each([
    ['utf-8', Buffer.from(TABLE)],
    ['utf-8-bom', Buffer.from(`\ufeff${TABLE}`)],
    ['gb18030', iconv.encode(TABLE, 'gb18030')],
    ['utf-16le', marked([0xff, 0xfe], iconv.encode(TABLE, 'utf-16le'))],
    ['utf-16be', marked([0xfe, 0xff], iconv.encode(TABLE, 'utf-16be'))],
    ['utf-16le', iconv.encode(TABLE, 'utf-16le')],
    ['utf-16be', iconv.encode(TABLE, 'utf-16be')],
  ])('%s', async (encoding, bytes) => {
    const result = await inspect(bytes, 'x', readers);
    expect(result).toMatchObject({
      ok: true,
      value: {
        summary: {
          encoding,
          rows: 2,
          credit: { count: 1, amountMinor: 128000n },
          debit: { count: 1, amountMinor: 8000n },
          openingBalanceMinor: 0n,
          closingBalanceMinor: 120000n,
          currency: 'CNY',
          warnings: [],
        },
      },
    });
  });

  test('western text is not taken for Chinese, nor Chinese cut in the middle of a character for western', async () => {
    const french = iconv.encode('Date opération;Libellé;Débit;Crédit\n02/04/2026;Café à côté;4,50;\n', 'windows-1252');
    expect(await inspect(french, 'x', readers)).toMatchObject({
      ok: true,
      value: { summary: { encoding: 'windows-1252', debit: { amountMinor: 450n } } },
    });
    // Every accented letter here is followed by a letter: strictly decodable as GB18030, and still not Chinese.
    const letters = iconv.encode('Date opération;Détail;Débit;Crédit\n02/04/2026;Loyer février;4,50;\n', 'windows-1252');
    expect(await inspect(letters, 'x', readers)).toMatchObject({ ok: true, value: { summary: { encoding: 'windows-1252' } } });
    const cut = iconv.encode(`${TABLE}2026-11-22,学`, 'gb18030').subarray(0, -1);
    expect(await inspect(cut, 'x', readers)).toMatchObject({ ok: true, value: { summary: { encoding: 'gb18030', rows: 2 } } });
  });
});

describe('how people damage files', () => {
  const read = async (text: string) => {
    const result = await inspect(Buffer.from(text), 'x', readers);
    return result.ok ? result.value.summary : result.error;
  };
  test('semicolons, decimal commas, quotes, full-width digits, a currency in the cell and `="…"` read the same', async () => {
    const same = { rows: 2, credit: { count: 1, amountMinor: 128000n }, debit: { count: 1, amountMinor: 8000n } };
    expect(await read('Date;Details;Credit;Debit;CCY\n20/11/2026;fee;1.280,00;;EUR\n21/11/2026;back;;80,00;EUR\n')).toMatchObject({
      ...same,
      currency: 'EUR',
    });
    expect(await read('日期\t摘要\t收入\t支出\n="2026-11-20"\tx\t"￥１，２８０．００"\t\n2026/11/21\ty\t\t80元\n')).toMatchObject({
      ...same,
      currency: 'CNY',
    });
    expect(await read('"日期 ","摘要","金额"\n"20261120\t","说 ""明"", x","+1,280.00"\n"20261121","y","(80.00)"\n')).toMatchObject(same);
  });

  test('a total of the file that does not agree, a broken row and a doubled one are warned about, never dropped in silence', async () => {
    const bad = await read(
      `收入：3笔 1280.00元\n支出：1笔 80.00元\n${TABLE.replace(',余额', '').replaceAll(/,\d+\.00\n/g, '\n')}2026-11-21,退款,,8o.00\n2026-13-45,x,,1.00\n`,
    );
    expect(bad).toMatchObject({ rejected: 2 });
    expect(JSON.stringify(bad, (_, v: unknown) => (typeof v === 'bigint' ? v.toString() : v))).toMatch(
      /warn-control-count.*warn-rows-rejected/s,
    );
    expect(await read('Date,Description,Amount\n2026-01-01,a,-1\n2026-01-01,a,-1\n')).toMatchObject({
      rows: 2,
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'statements.warn-duplicate-row', lineNo: 3 })]),
    });
  });

  test('totals whose captions and figures stand on two lines, or in words behind the rows, are compared', async () => {
    const flow = (count: number) =>
      '记账时间,微信支付业务单号,资金流水单号,业务类型,收支类型,收支金额（元）,账户结余（元）,业务凭证号\n' +
      '`2026-11-20 10:00:00,`420,`1,`交易,`收入,`100.00,`1100.00,`BF1\n`2026-11-20 11:00:00,`420,`2,`手续费,`支出,`0.60,`1099.40,`BF1\n' +
      `资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额\n\`${count},\`1,\`100.00,\`1,\`0.60\n`;
    expect(await read(flow(2))).toMatchObject({
      format: 'wechat-fundflow',
      rows: 2,
      rejected: 0,
      openingBalanceMinor: 100000n,
      warnings: [],
    });
    expect(await read(flow(3))).toMatchObject({
      warnings: [{ code: 'statements.warn-control-count', details: { what: 'rows', stated: 3, read: 2 } }],
    });
    const corporate =
      '交易日,借方金额,贷方金额,余额,流水号\n20261120,,100.00,1100.00,C1\n20261121,50.00,,1050.00,C2\n总计,60.00,100.00,,\n';
    expect(await read(corporate)).toMatchObject({
      rows: 2,
      closingBalanceMinor: 105000n,
      warnings: [{ details: { what: 'debit', statedMinor: '6000' } }],
    });
  });

  test('an HTML table named .xls is a sheet', async () => {
    const html =
      '<html><table><tr><td>交易日期</td><td>摘要</td><td>金额</td></tr><tr><td>2026-11-20</td><td>学费</td><td>1,280.00</td></tr></table></html>';
    expect(await read(html)).toMatchObject({ format: 'table-sheet', rows: 1, credit: { amountMinor: 128000n } });
  });
});

describe('hostile files', () => {
  test('empty, blank, binary, pictures, JSON and prose are refused with a next step', async () => {
    await refused(Buffer.alloc(0), 'statements.empty-file');
    await refused(Buffer.from('  \n\n '), 'statements.empty-file');
    await refused(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, 0, 0, 1, 2]), 'statements.binary-content');
    await refused(Buffer.from('{"a":1}'), 'statements.not-a-statement');
    await refused(Buffer.from('%PDF-1.7 abc'), 'statements.not-a-statement');
    await refused(Buffer.from('Dear customer,\nthank you.\n'), 'statements.unknown-format');
  });

  test('bombs stop at their limit: gzip, zip, zip with a false size, gzip in gzip in gzip', async () => {
    const zeros = Buffer.alloc(40 << 20, 48);
    await refused(gzipSync(zeros), 'statements.archive-bomb');
    await refused(await zip({ 'a.csv': zeros }), 'statements.archive-bomb');
    await refused(gzipSync(gzipSync(gzipSync(gzipSync(gzipSync(Buffer.from(TABLE)))))), 'statements.archive-bomb');
    const lying = await zip({ 'a.csv': zeros });
    for (let at = lying.indexOf('PK\u0001\u0002'); at !== -1; at = lying.indexOf('PK\u0001\u0002', at + 4))
      lying.writeUInt32LE(100, at + 24);
    expect(await inspect(lying, 'x', readers)).toMatchObject({ ok: false });
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${i}.csv`, Buffer.from('x')]));
    await refused(await zip(many), 'statements.archive-too-many-files');
  });

  test('a zip cut in half, one with a wrong checksum and one with climbing names do no harm', async () => {
    const good = await zip({ 'a.csv': Buffer.from(TABLE) });
    await refused(good.subarray(0, good.length >> 1), 'statements.archive-broken');
    const flipped = Buffer.from(good);
    const data = deflateRawSync(Buffer.from(TABLE)).length;
    flipped[30 + 5 + (data >> 1)]! ^= 0xff;
    await refused(flipped, 'statements.archive-broken');
    const climbing = Buffer.from(
      (await zip({ 'xx/xx/a.csv': Buffer.from(TABLE) })).toString('latin1').replaceAll('xx/xx/', '../../'),
      'latin1',
    );
    expect(await inspect(climbing, 'x', readers)).toMatchObject({ ok: true, value: { summary: { rows: 2 } } });
  });

  test('entities and document types are refused; deep nesting and endless lines are survived', async () => {
    const camt = '<Document><BkToCstmrStmt><Stmt>';
    await refused(
      Buffer.from(
        `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>${camt}<Ntry><Amt>&a;</Amt></Ntry></Stmt></BkToCstmrStmt></Document>`,
      ),
      'statements.xml-forbidden',
    );
    expect(await inspect(Buffer.from(camt + '<Ntry>'.repeat(100_000)), 'x', readers)).toMatchObject({ ok: false });
    expect(await inspect(Buffer.from('"'.repeat(2_000_000)), 'x', readers)).toMatchObject({ ok: false });
    expect(await inspect(Buffer.from(','.repeat(5_000_000)), 'x', readers)).toMatchObject({ ok: false });
    expect(
      await inspect(Buffer.from(`日期,金额,${'1'.repeat(3_000_000)}\n2026-01-01,${'9'.repeat(3_000_000)},x\n`), 'x', readers),
    ).toBeDefined();
  }, 20_000);
});
