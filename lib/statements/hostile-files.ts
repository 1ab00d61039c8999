/**
 * Files made to do harm, any number of them from one seed: bombs, entities, broken encodings, formulas, absurd sizes, cut and flipped workbooks, nesting,
 * lines and cells without end. Each says what must not be read out of it. Used by the `statement hostile` command and, in small number, by the suite.
 */
import { deflateSync, gzipSync } from 'node:zlib';
import { utils, write, type BookType } from '@e965/xlsx';
import iconv from 'iconv-lite';
import { zipOf } from './hostile-zip';

export interface HostileFile {
  readonly kind: string;
  readonly bytes: Buffer;
  /** Null = must be refused or give no row at all; else at most these rows, each of the truth. */
  readonly truth: { readonly rows: number; readonly creditMinor: bigint; readonly debitMinor: bigint } | null;
}

type Dice = (below: number) => number;
/** Small and repeatable; nothing secret hangs on it. */
function diceOf(seed: number): Dice {
  let state = (seed * 2_654_435_761) >>> 0 || 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

const MB = 1 << 20;
const HEADER = '交易日期,摘要,收入,支出';
interface Table {
  readonly text: string;
  readonly rows: (string | number)[][];
  readonly truth: NonNullable<HostileFile['truth']>;
}
function tableOf(dice: Dice, rows = 5 + dice(20)): Table {
  let [creditMinor, debitMinor] = [0n, 0n];
  const cells: (string | number)[][] = [HEADER.split(',')];
  for (let i = 0; i < rows; i++) {
    const minor = 100 + dice(1_000_000);
    const credit = dice(2) === 0;
    if (credit) creditMinor += BigInt(minor);
    else debitMinor += BigInt(minor);
    const shown = (minor / 100).toFixed(2);
    cells.push([`2026-11-${String(1 + dice(28)).padStart(2, '0')}`, `学费${i}`, credit ? shown : '', credit ? '' : shown]);
  }
  return { text: `${cells.map((row) => row.join(',')).join('\n')}\n`, rows: cells, truth: { rows, creditMinor, debitMinor } };
}

function workbook(type: BookType, rows: (string | number)[][]): Buffer {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows), '明细');
  return Buffer.from(write(book, { type: 'buffer', bookType: type }) as Uint8Array);
}
const flipped = (bytes: Buffer, dice: Dice, times: number): Buffer => {
  const copy = Buffer.from(bytes);
  for (let i = 0; i < times; i++) copy[dice(copy.length)]! ^= 1 + dice(255);
  return copy;
};
const LAUGHS = `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(50)}">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'bcdefghij'[i]} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]>`;
const camt = (inside: string, before = ''): Buffer =>
  Buffer.from(`<?xml version="1.0"?>${before}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>${inside}</Stmt></BkToCstmrStmt></Document>`);
const ABSURD = ['1e308', '9'.repeat(40), 'NaN', 'Infinity', '0x1F', '1,2,3,4', '--5', '1.2.3', '٣٤', '=1+1', '@SUM(A1)', "+cmd|' /C calc'!A0", '-', '..', ','];

/** What is done to a table; the rest of the cells stay as they are. */
const spoiltAmounts = (dice: Dice): string =>
  `${HEADER}\n${Array.from({ length: 12 }, (_, i) => `2026-11-0${1 + (i % 9)},x,"${ABSURD[dice(ABSURD.length)]}",`).join('\n')}\n`;

/** A workbook as small as can be whose one cell is at the far end of the sheet. */
const farCell = (row: number): Buffer => zipOf({
  '[Content_Types].xml': Buffer.from('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'),
  '_rels/.rels': Buffer.from('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>'),
  'xl/workbook.xml': Buffer.from('<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>'),
  'xl/_rels/workbook.xml.rels': Buffer.from('<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'),
  'xl/worksheets/sheet1.xml': Buffer.from(`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="${row}"><c r="XFD${row}"><v>1</v></c></row></sheetData></worksheet>`),
});

/** The parts of a workbook that is so large that it is read row by row; whatever else is in it, its sheet has no row. */
const largeBook = (d: Dice, spoilt: Readonly<Record<string, string>>): Buffer => zipOf(Object.fromEntries(Object.entries({
  'xl/workbook.xml': '<workbook><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>', 'xl/styles.xml': '<styleSheet/>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
  'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${'<row spans="1:9" ht="15"/>'.repeat((7 + d(2)) * 45_000)}</sheetData></worksheet>`, ...spoilt,
}).map(([name, text]) => [name, Buffer.from(text)])));
const OPENED = ['<row r="1">', '<row ', '<row><c>', '<c ', '<x:', '<row><c t="inlineStr"><is><t>', '<row><c><v ', '<!-- ', '<'];
const OPENED_TEXTS = ['<si>', '<si ', '<si><t>', '<si><rPh>', '<r><t ', '<x:'];
const openedPart = (d: Dice): Readonly<Record<string, string>> => {
  const often = (text: string, mb: number): string => text.repeat((mb * MB) / text.length);
  return [
    () => ({ 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${often(OPENED[d(OPENED.length)]!, 7)}` }),
    () => ({ 'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row><c>${often(OPENED[d(OPENED.length)]!, 7)}</c></row></sheetData></worksheet>` }),
    () => ({ 'xl/sharedStrings.xml': `<sst>${often(OPENED_TEXTS[d(OPENED_TEXTS.length)]!, 3)}</sst>` }),
    () => ({ 'xl/styles.xml': `<styleSheet>${often(['<cellXfs>', '<numFmt ', '<xf '][d(3)]!, 3)}` }),
    () => ({ 'xl/workbook.xml': `<workbook>${often(['<sheet ', '<sheet>', '<x:'][d(3)]!, 3)}` }),
    () => ({ 'xl/_rels/workbook.xml.rels': `<Relationships>${often(['<Relationship ', '<Relationship>'][d(2)]!, 3)}` }),
  ][d(6)]!();
};

/** One account and its movements in records of a country's banks, as little of them as makes them be taken for such. */
const RECORDS: readonly (readonly [head: string, movement: string])[] = [
  [`074${'1'.repeat(16)}${'x'.repeat(20)}300926${'0'.repeat(14)}+${'0'.repeat(14)}+${'0'.repeat(14)}+${'0'.repeat(14)}+001311026`, `075${'1'.repeat(32)}0000000000001${'0'.repeat(11)}12${'0'.repeat(30)}021026${' '.repeat(20)}00978021026`],
  [`T00322100${'1'.repeat(14)}001261001261031${'1'.repeat(10)}${' '.repeat(17)}261001+${'0'.repeat(18)}000001EUR`, `T10188000001${'A'.repeat(18)}2610022610022610021705${'x'.repeat(35)}+${'0'.repeat(17)}1`],
  ['01BGMAX               0120261002173035010331P', `20${'0'.repeat(10)}${'1'.repeat(25)}${'0'.repeat(17)}121${'0'.repeat(11)}1`],
  [`1030081101081001081031${'0'.repeat(178)}`, `2${'0'.repeat(7)}108100208100211${'1'.repeat(12)}`.padEnd(200)],
  [`00000${'1'.repeat(123)}\n10001001548226815 EUR0BE                  0${'0'.repeat(15)}011026`, `2100010000${'A'.repeat(21)}0${'0'.repeat(11)}1000021026`],
  [`11${'1'.repeat(18)}2610012610312${'0'.repeat(14)}978`, `22    1111261002261002040722${'0'.repeat(13)}1`],
  ['0115589    16200EUR2 98765432100', `0415589    16200EUR2 98765432100  021026  021026${'x'.repeat(42)}0000000005000{`],
];

type Maker = (dice: Dice) => Omit<HostileFile, 'kind'> | Buffer;
// Bombs are a little larger than what may come out of them: the maker of the files lives in the same memory as their reader.
export const KINDS: Readonly<Record<string, Maker>> = {
  'zip bomb': (d) => zipOf({ 'a.csv': Buffer.alloc((17 + d(8)) * MB, 48) }),
  'zip that lies about its size': (d) => zipOf({ 'a.csv': Buffer.alloc((17 + d(8)) * MB, 48) }, { declared: 100 }),
  'zip in zip in zip': (d) => { let bytes: Buffer = Buffer.from(tableOf(d).text); for (let i = 0; i < 6 + d(10); i++) bytes = zipOf({ 'a.zip': bytes }); return bytes; },
  'zip of very many files': (d) => zipOf(Object.fromEntries(Array.from({ length: 300 + d(3000) }, (_, i) => [`${i}.csv`, Buffer.from('x')]))),
  'zip cut or flipped': (d) => { const t = tableOf(d); const z = zipOf({ 'a.csv': Buffer.from(t.text) }); return { bytes: d(2) ? z.subarray(0, d(z.length)) : flipped(z, d, 3), truth: t.truth }; },
  'gzip bomb': (d) => gzipSync(Buffer.alloc((17 + d(8)) * MB, 48)),
  'gzip in gzip': (d) => { let bytes: Buffer = Buffer.from(tableOf(d).text); for (let i = 0; i < 5 + d(20); i++) bytes = gzipSync(bytes); return bytes; },
  'gzip cut': (d) => { const z = gzipSync(tableOf(d, 200).text); return z.subarray(0, 10 + d(z.length - 20)); },
  'zlib bomb': (d) => deflateSync(Buffer.alloc((17 + d(8)) * MB, 48)),
  'workbook that is a bomb': (d) => zipOf({ '[Content_Types].xml': Buffer.from('<Types/>'), 'xl/workbook.xml': Buffer.from('<workbook/>'), 'xl/sharedStrings.xml': Buffer.alloc((17 + d(8)) * MB, 32) }),
  'workbook with entities': () => zipOf({ '[Content_Types].xml': Buffer.from('<Types/>'), 'xl/workbook.xml': Buffer.from(`<?xml version="1.0"?>${LAUGHS}<workbook><sheets><sheet name="&j;"/></sheets></workbook>`) }),
  'xlsx cut or flipped': (d) => { const t = tableOf(d); const b = workbook('xlsx', t.rows); return { bytes: d(2) ? b.subarray(0, d(b.length)) : flipped(b, d, 2 + d(6)), truth: t.truth }; },
  'xls cut': (d) => { const t = tableOf(d); const b = workbook('biff8', t.rows); return { bytes: b.subarray(0, d(b.length)), truth: t.truth }; },
  'xls of garbage': (d) => Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.from(Array.from({ length: 4096 }, () => d(256)))]),
  'sheet of one far cell': (d) => farCell(1_000_000 + d(40_000)),
  'entities in camt': () => camt('<Ntry><Amt Ccy="EUR">&j;</Amt></Ntry>', LAUGHS),
  'an outside entity in camt': () => camt('<Ntry><Amt Ccy="EUR">&x;</Amt></Ntry>', '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
  'camt nested without end': (d) => camt('<Ntry>'.repeat(20_000 + d(100_000))),
  'camt with a giant attribute': (d) => camt(`<Ntry a="${'x'.repeat((1 + d(4)) * MB)}"><Amt Ccy="EUR">x</Amt></Ntry>`),
  'camt of empty tags': (d) => camt('<Ntry/>'.repeat(50_000 + d(100_000))),
  'bytes that are no text': (d) => { const t = tableOf(d); return { bytes: flipped(Buffer.from(t.text), d, 1), truth: null }; },
  'two encodings in one file': (d) => { const t = tableOf(d); const lines = t.text.trimEnd().split('\n'); return { bytes: Buffer.concat(lines.map((line, i) => (i % 2 ? iconv.encode(`${line}\n`, 'gb18030') : Buffer.from(`${line}\n`)))), truth: t.truth }; },
  'half a wide character': (d) => { const t = tableOf(d); return { bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), iconv.encode(t.text, 'utf-16le').subarray(0, -1)]), truth: t.truth }; },
  'a mark that lies': (d) => { const t = tableOf(d); return { bytes: Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(t.text)]), truth: t.truth }; },
  'zeros between': (d) => Buffer.from(tableOf(d).text.replaceAll(',', ',\0')),
  'formulas and absurd amounts': (d) => ({ bytes: Buffer.from(spoiltAmounts(d)), truth: null }),
  'formulas as texts': (d) => { const t = tableOf(d); return { bytes: Buffer.from(t.text.replaceAll('学费', `"=HYPERLINK(""http://x"")"`)), truth: t.truth }; },
  'a line without end': (d) => Buffer.from(`${HEADER}\n2026-11-01,${'x'.repeat((1 + d(6)) * MB)}`),
  'cells without end': (d) => Buffer.from(`${HEADER}\n${','.repeat((1 + d(4)) * MB)}\n`),
  'quotes without end': (d) => Buffer.from(`${HEADER}\n${'"'.repeat((1 + d(2)) * MB)}\n2026-11-01,"x,1.00,\n`),
  'numbers that tire a pattern': (d) => Buffer.from(`${HEADER}\n2026-11-01,x,${'1,'.repeat(20_000 + d(50_000))}1!,\n${'('.repeat(50_000)}\n${' '.repeat(200_000)}x\n${'0-'.repeat(50_000)}\n`),
  'captions that tire a pattern': (d) => Buffer.from(`${Array.from({ length: 200 }, () => 'a'.repeat(79)).join(',')}\n${'日期'.repeat(20_000 + d(20_000))},金额\n收入合计：${'1'.repeat(50_000)}笔\n`),
  'json nested without end': (d) => { const n = 10_000 + d(100_000); return Buffer.from(`${'[{"a":'.repeat(n)}1${'}]'.repeat(n)}`); },
  'json of numbers out of range': () => ({ bytes: Buffer.from(JSON.stringify([{ date: '2026-11-01', amount: 1e300 }, { date: '2026-11-02', amount: '1e9' }])), truth: null }),
  'page of nested tables': (d) => Buffer.from(`<html>${'<table><tr><td>'.repeat(2_000 + d(3_000))}日期`),
  'mt940 with an endless remark': (d) => Buffer.from(`:20:1\n:25:1\n:60F:C261101EUR1,00\n:61:2611010101C1,00NTRFNONREF\n:86:${`${'x'.repeat(60)}\n`.repeat(10_000 + d(50_000))}:62F:C261101EUR2,00\n`),
  'ofx never closed': (d) => Buffer.from(`OFXHEADER:100\n<OFX>${'<STMTTRN><TRNAMT>'.repeat(10_000 + d(40_000))}`),
  'large workbook of tags that are opened only': (d) => largeBook(d, openedPart(d)),
  'large workbook of empty rows': (d) => largeBook(d, {}),
  'small workbook of tags that are opened only': (d) => { const s = OPENED[d(OPENED.length)]!; return zipOf({ '[Content_Types].xml': Buffer.from('<Types/>'), 'xl/workbook.xml': Buffer.from('<workbook><sheets><sheet name="s" sheetId="1"/></sheets></workbook>'), 'xl/worksheets/sheet1.xml': Buffer.from(`<worksheet><sheetData>${s.repeat((1 + d(4)) * MB / s.length)}`) }); },
  'page of tags that are opened only': (d) => { const s = ['<table>', '<table', '<tr>', '<td ', '<td rowspan="9999" colspan="99">x</td>', '<!-- ', '<table></table>', '<td>'][d(8)]!; return Buffer.from(`<html><table><tr>${s.repeat((1 + d(2)) * MB / s.length)}`); },
  'a notice on one line': (d) => { const n = 3_000 + d(3_000); return { bytes: camt('<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts></Ntry>'.repeat(n)), truth: { rows: n, creditMinor: BigInt(n) * 100n, debitMinor: 0n } }; },
  'columns of amounts without end': (d) => Buffer.from(`2026-10-02,${'1.00,2.00,3.00,'.repeat(60 + d(60))}x\n`.repeat(200 + d(200))),
  'json of very many names': (d) => Buffer.from(`[${Array.from({ length: 40_000 + d(40_000) }, (_, i) => `{"date":"2026-10-02","n${i % 199}":${i}}`).join(',')}]`),
  'fields of very many names': (d) => Buffer.from(`${['1CClientBankExchange\n', 'OFXHEADER:100\n<OFX><STMTRS><STMTTRN>'][d(2)]!}${Array.from({ length: 100_000 + d(100_000) }, (_, i) => `<n${i}>=${i}\n`).join('')}`),
  'records of a country, cut or flipped': (d) => { const [head, one] = RECORDS[d(RECORDS.length)]!; const b = Buffer.from(`${head}\n${`${one}\n`.repeat(5 + d(500))}`); return d(2) ? b.subarray(0, d(b.length)) : flipped(b, d, 1 + d(40)); },
  'records of a country without end': (d) => { const [head, one] = RECORDS[d(RECORDS.length)]!; return Buffer.from(`${head}\n${(d(2) ? one : `${one}\n`).repeat((1 + d(2)) * MB / one.length)}`); },
  'one sign without end': (d) => Buffer.from(`${['', HEADER, '01,1,1/\n02,1/\n03,1/\n16,100,1,Z,', ':20:1\n:61:2611010101C1,00NTRF', '1CClientBankExchange\n', '<OFX><STMTRS><STMTTRN><MEMO>'][d(6)]!}\n${['"', ',', '/', '/ 49,', '=', '&amp;', '"",', ' ', '1,'][d(9)]!.repeat((1 + d(4)) * MB)}`),
  'garbage under a known head': (d) => Buffer.concat([Buffer.from(['PK\u0003\u0004', '\u001f\u008b\u0008', '%PDF-', '01,1,1\n02,', ':20:\n:61:', '!Type:Bank\n', '1CClientBankExchange\n'][d(7)]!, 'latin1'), Buffer.from(Array.from({ length: 2048 }, () => d(256)))]),
};

/** The n-th file of a seed. */
export function hostileFile(seed: number, n: number): HostileFile {
  const names = Object.keys(KINDS);
  const kind = names[n % names.length]!;
  const made = KINDS[kind]!(diceOf(seed * 1_000_003 + n + 1));
  return { kind, ...(Buffer.isBuffer(made) ? { bytes: made, truth: null } : made) };
}
