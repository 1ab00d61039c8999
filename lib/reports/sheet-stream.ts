/** Rows as a spreadsheet that is written while it is sent: memory stays small however many rows there are. Text is never a formula. */
import { Readable } from 'node:stream';
import yazl from 'yazl';
import { csvCell } from './csv';
import type { SheetCell } from './model';
import { pdfTable, type PdfWords } from './pdf/pdf-table';

const TYPES = { pdf: 'application/pdf', csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;
type Rows = AsyncIterable<readonly SheetCell[]>;

/** `name` is plain ASCII, without an ending. */
export function streamSheet(kind: 'csv' | 'xlsx', name: string, rows: Rows): Response {
  return sent(kind, name, kind === 'csv' ? Readable.from(csvChunks(rows)) : xlsxOf(rows));
}

/** As a spreadsheet or on paper, as asked. */
export const streamReport = (kind: string | undefined, name: string, rows: Rows, words: PdfWords): Response =>
  kind === 'pdf' ? sent('pdf', name, Readable.from(pdfTable(rows, words))) : streamSheet(kind === 'csv' ? 'csv' : 'xlsx', name, rows);

function sent(kind: keyof typeof TYPES, name: string, body: Readable): Response {
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': TYPES[kind], 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', 'content-disposition': `attachment; filename="${name}.${kind}"`,
    },
  });
}

async function* csvChunks(rows: Rows): AsyncGenerator<Buffer> {
  yield Buffer.from('\uFEFF');
  for await (const row of rows) yield Buffer.from(`${row.map((cell) => (typeof cell === 'string' ? csvCell(cell) : cell.decimal)).join(',')}\r\n`);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PARTS: Readonly<Record<string, string>> = {
  '[Content_Types].xml': `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>`
    + '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    + '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
  '_rels/.rels': `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `${XML}<workbook xmlns="${MAIN}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
};

function xlsxOf(rows: Rows): Readable {
  const zip = new yazl.ZipFile();
  for (const [path, text] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(text), path);
  zip.addReadStream(Readable.from(sheetChunks(rows)), 'xl/worksheets/sheet1.xml');
  zip.end();
  return zip.outputStream as Readable;
}

async function* sheetChunks(rows: Rows): AsyncGenerator<Buffer> {
  yield Buffer.from(`${XML}<worksheet xmlns="${MAIN}"><sheetData>`);
  for await (const row of rows) yield Buffer.from(`<row>${row.map(cellXml).join('')}</row>`);
  yield Buffer.from('</sheetData></worksheet>');
}

/** An inline text is text, whatever it begins with; only amounts are numbers. */
const cellXml = (cell: SheetCell): string => (typeof cell === 'string'
  ? `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(cell)}</t></is></c>` : `<c><v>${cell.decimal}</v></c>`);

// Control characters are not allowed in XML at all.
const escapeXml = (text: string): string => text.replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
  .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
