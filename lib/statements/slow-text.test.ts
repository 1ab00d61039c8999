/** No line is written so that reading it takes long: what a recogniser tries again and again is bounded, however the text repeats itself. */
import { expect, test } from 'vitest';
import { toldOf } from './statements.fixtures';

const HEAD = 'date,memo,credit,debit,balance\n2026-10-02,a,1.00,,1.00\n';
const MS_MAX = 2_000;

test.each([
  ['a figure that never ends well', `opening balance ${'1 '.repeat(900)}${'中'.repeat(12)}`],
  ['a figure of marks', `closing balance ${'1,'.repeat(900)}${'中'.repeat(12)}`],
  ['blanks inside a cell', `日期${' '.repeat(500)}2026-10-02${' '.repeat(900)}x`],
  ['a period of dashes', `2026-10-02${'-'.repeat(1_500)}`],
  ['counts without end', `${'收入笔数：'.repeat(300)}${'1,'.repeat(300)}`],
  ['brackets around nothing', `2026-10-02,a,${'1('.repeat(1_500)},,`],
])('%s', async (_, line) => {
  const { user } = process.cpuUsage();
  expect(await toldOf(HEAD + `${line}\n`.repeat(1_000))).toMatch(/^table-csv|^refused/);
  expect((process.cpuUsage().user - user) / 1_000).toBeLessThan(MS_MAX);
});

test('a single cell of eight million letters', async () => {
  const { user } = process.cpuUsage();
  expect(await toldOf(`${HEAD}opening balance ${'1 '.repeat(4_000_000)}`)).toMatch(/^table-csv 1/);
  expect((process.cpuUsage().user - user) / 1_000).toBeLessThan(MS_MAX);
});

const entries = (n: number): string => `<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-10-02</Dt></BookgDt></Ntry>`.repeat(n);
const camt = (inside: string): string => `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>${inside}</Stmt></BkToCstmrStmt></Document>`;

// Whatever is tried with everything else, or gone through from its beginning again, is bounded or remembered.
test.each([
  ['columns of amounts without captions', `2026-10-02,${'1.00,2.00,'.repeat(120)}x\n`.repeat(100), /^table-csv 100/],
  ['digits before a bracket that nothing closes', `${HEAD}${`2026-10-02,x,${'1'.repeat(190)}(x,,\n`.repeat(6_000)}`, /^refused statements.unknown-format/],
  ['zeros behind the mark', `${HEAD}${`2026-10-02,x,1.${'0'.repeat(190)}1,,\n`.repeat(6_000)}`, /^table-csv 1 /],
  ['a notice on one line', camt(entries(12_000)), /^camt.053.001.02 12000 /],
  ['groups of BAI2 on one line', `01,${'/02,'.repeat(16_000)}`, /^refused/],
  ['a page of very many tables', `<html>${'<table><tr><td>1</td></tr></table>'.repeat(40_000)}</html>`, /^refused statements.sheet-too-large/],
  ['cells that span everything', `<html><table>${'<tr><td rowspan="9999" colspan="9999">x</td></tr>'.repeat(25_000)}</table></html>`, /^refused statements.sheet-too-large/],
  ['a document type that goes on', `<html><!DOCTYPE ${' '.repeat(60_000)}<table><tr><td>x</td></tr></table></html>`, /^refused statements.unknown-format/],
  ['letters written as entities', camt(`<Ntry><Amt Ccy="EUR">1.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><AddtlNtryInf>${'&amp;'.repeat(1_600_000)}</AddtlNtryInf></Ntry>`), /^camt.053.001.02 1 /],
  ['records with a name of their own each', `[${Array.from({ length: 60_000 }, (_, i) => `{"date":"2026-10-02","n${i % 190}":1}`).join(',')}]`, /^refused statements.sheet-too-large/],
])('%s', async (_, text, told) => {
  const { user } = process.cpuUsage();
  expect(await toldOf(text)).toMatch(told);
  expect((process.cpuUsage().user - user) / 1_000).toBeLessThan(MS_MAX);
});

test('a batch of more payments than are held at once is refused, never read in part', async () => {
  expect(await toldOf(camt(entries(1).replace('</Ntry>', `<NtryDtls>${'<TxDtls/>'.repeat(100_001)}</NtryDtls></Ntry>`)))).toMatch(/^refused statements.too-large/);
});
