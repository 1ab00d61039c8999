/** A large workbook is read row by row as the library reads a small one: shared and inline texts, days by their formats, gaps, prefixes; and what is made to do harm is refused. */
import { expect, test } from 'vitest';
import { isDateFormat } from './sheet-numbers';
import { readLargeWorkbook, type Parts } from './workbook-stream';

/** In pieces of seven bytes, so that everything is cut somewhere. */
const partsOf = (files: Readonly<Record<string, string>>, piece = 7): Parts => ({
  has: (name) => name in files,
  async *stream(name) {
    const bytes = Buffer.from(files[name]!);
    for (let at = 0; at < bytes.length; at += piece) yield await Promise.resolve(bytes.subarray(at, at + piece));
  },
});

const BOOK = {
  'xl/workbook.xml': '<workbook><workbookPr/><sheets><sheet name="明细" sheetId="1" r:id="rId7"/><sheet name="空" sheetId="2" r:id="rId8"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Target="worksheets/a.xml" Id="rId7"/><Relationship Id="rId8" Target="/xl/worksheets/b.xml"/></Relationships>',
  'xl/styles.xml': '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m"/><numFmt numFmtId="165" formatCode="[Red]#,##0.00&quot;d&quot;"/></numFmts>'
    + '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>',
  'xl/sharedStrings.xml': '<sst><si><t>日期</t></si><si><r><t>学</t></r><r><t xml:space="preserve">费 &amp; 杂费</t></r><rPh><t>xue</t></rPh></si><si><t/></si></sst>',
  'xl/worksheets/a.xml': '<x:worksheet><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="inlineStr"><x:is><x:t>金额</x:t></x:is></x:c></x:row><x:row r="2"/>'
    + '<x:row r="4"><x:c r="A4" s="1"><x:v>46297</x:v></x:c><x:c r="B4" t="s"><x:v>1</x:v></x:c><x:c r="C4" s="3"><x:v>500.10000000000002</x:v></x:c><x:c r="D4" s="2"><x:v>46297.5</x:v></x:c>'
    + '<x:c r="E4" t="e"><x:v>#N/A</x:v></x:c><x:c r="F4" t="str"><x:f>A1&amp;B1</x:f><x:v>&lt;ok&gt;</x:v></x:c></x:row></x:sheetData></x:worksheet>',
  'xl/worksheets/b.xml': '<worksheet><sheetData/></worksheet>',
};

test('rows with their numbers, cells in their columns', async () => {
  const sheets = await readLargeWorkbook(partsOf(BOOK));
  expect(sheets.map((sheet) => [...sheet.rows()])).toEqual([[
    [1, ['日期', '', '金额']],
    [4, ['2026-10-02', '学费 & 杂费', '500.1', '2026-10-02 12:00:00', '', '<ok>']],
  ]]);
});

test('days counted from 1904', async () => {
  const book = { ...BOOK, 'xl/workbook.xml': BOOK['xl/workbook.xml'].replace('<workbookPr/>', '<workbookPr date1904="1"/>') };
  expect([...(await readLargeWorkbook(partsOf(book)))[0]!.rows()][1]![1][0]).toBe('2030-10-03');
});

test.each([
  ['a document type', { 'xl/worksheets/a.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>' }, 'statements.xml-forbidden'],
  ['a row that never ends', { 'xl/worksheets/a.xml': `<worksheet><sheetData><row>${'<c><v>1</v></c>'.repeat(300_000)}` }, 'statements.sheet-broken'],
  ['a row beyond the page', { 'xl/worksheets/a.xml': '<worksheet><sheetData><row r="9999999"><c><v>1</v></c></row></sheetData></worksheet>' }, 'statements.sheet-too-large'],
  ['nothing in it', { 'xl/worksheets/a.xml': '<worksheet/>' }, 'statements.empty-file'],
])('%s is refused', async (_, change, code) => {
  await expect(readLargeWorkbook(partsOf({ ...BOOK, ...change }, 1 << 16))).rejects.toMatchObject({ code });
});

test('formats of days and of amounts', () => {
  expect(['yyyy/m/d', 'mm:ss', '[$-804]yyyy"年"m"月"', '[h]:mm', 'm/d/yy h:mm', 14, 22].map(isDateFormat)).toEqual([true, true, true, true, true, true, true]);
  expect(['General', '#,##0.00', '0.00E+00', '[Red]0.00', '"day" 0', '0.00\\d', '¥#,##0.00_);[Red]\\(¥#,##0.00\\)', 0, 4, 49].map(isDateFormat)).toEqual(Array(10).fill(false));
});

const MS_MAX = 2_000;
const rows = (inside: string): Partial<typeof BOOK> => ({ 'xl/worksheets/a.xml': `<worksheet><sheetData>${inside}</sheetData></worksheet>` });
const often = (text: string, letters = 600_000): string => text.repeat(letters / text.length);

// Each of these took more than half a minute where a pattern began anew at every tag that is opened.
test.each([
  ['rows opened and never closed', rows(often('<row r="1">'))],
  ['rows without the end of their tag', rows(often('<row '))],
  ['cells opened and never closed', rows(`<row>${often('<c>')}</row>`)],
  ['cells without the end of their tag', rows(`<row>${often('<c ')}</row>`)],
  ['values without the end of their tag', rows(`<row><c t="str">${often('<v ')}</c></row>`)],
  ['texts without the end of their tag', rows(`<row><c t="inlineStr"><is>${often('<t ')}</is></c></row>`)],
  ['sounds opened and never closed', rows(`<row><c t="inlineStr"><is>${often('<rPh>')}</is></c></row>`)],
  ['prefixes that lead nowhere', rows(often('<x:'))],
  ['shared texts opened and never closed', { 'xl/sharedStrings.xml': `<sst>${often('<si>')}</sst>` }],
  ['formats without the end of their tag', { 'xl/styles.xml': `<styleSheet>${often('<numFmt ')}` }],
  ['styles opened and never closed', { 'xl/styles.xml': `<styleSheet>${often('<cellXfs>')}` }],
  ['sheets without the end of their tag', { 'xl/workbook.xml': `<workbook>${often('<sheet ')}` }],
  ['links without the end of their tag', { 'xl/_rels/workbook.xml.rels': `<Relationships>${often('<Relationship ')}` }],
])('time does not grow with the square: %s', async (_, change) => {
  const { user } = process.cpuUsage();
  await expect(readLargeWorkbook(partsOf({ ...BOOK, ...change }, 1 << 14))).rejects.toMatchObject({ code: expect.stringMatching(/^statements\.(?:sheet-broken|empty-file)$/) as string });
  expect((process.cpuUsage().user - user) / 1_000).toBeLessThan(MS_MAX);
});

test('a part that ends within a row is refused, not read up to there', async () => {
  const cut = BOOK['xl/worksheets/a.xml'].slice(0, BOOK['xl/worksheets/a.xml'].indexOf('<x:c r="C4"'));
  await expect(readLargeWorkbook(partsOf({ ...BOOK, 'xl/worksheets/a.xml': cut }))).rejects.toMatchObject({ code: 'statements.sheet-broken' });
});

test('a cell as long as a cell can be keeps every letter', async () => {
  const long = '长'.repeat(32_767);
  const sheets = await readLargeWorkbook(partsOf({ ...BOOK, ...rows(`<row><c t="inlineStr"><is><t>${long}</t></is></c></row>`) }, 1 << 14));
  expect([...sheets[0]!.rows()][0]![1][0]).toBe(long);
});
