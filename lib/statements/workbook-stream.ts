/**
 * Large workbooks (xlsx), read part by part as they are inflated: shared texts first, then every sheet, row by row. Nothing is held but the cells' letters, so
 * that a million rows fit where the library that makes an object of each cell would fill a thread. Numbers are those that are stored, as in `sheet.ts`.
 */
import { UnreadableStatement } from './errors';
import type { Sheet } from './input';
import { decodeEntities } from './markup';
import { makeRoom, PackedRows, PackedTexts, plainCell, type Room } from './packed-rows';
import { isDateFormat, numberText, type NumberFormats } from './sheet-numbers';

const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 200;
const MAX_SHEETS = 64;
const MAX_CELL = 4096;
/** A row or a text that does not end within this was made not to. */
const MAX_PENDING = 4 << 20;
const SMALL_PART = 4 << 20;

/** The parts of an opened archive: their names, and the bytes of one as they come. */
export interface Parts {
  has(name: string): boolean;
  stream(name: string): AsyncIterable<Uint8Array>;
}

/** Errors (thrown): `statements.sheet-broken`, `sheet-too-large`, `xml-forbidden`, `empty-file`, and what `parts` throws. */
export async function readLargeWorkbook(parts: Parts): Promise<Sheet[]> {
  const names = await sheetParts(parts);
  const formats = await numberFormats(parts);
  const room = makeRoom();
  const shared = new PackedTexts(room);
  if (parts.has('xl/sharedStrings.xml')) for await (const text of elements(parts.stream('xl/sharedStrings.xml'), 'si')) shared.add(plainCell(textIn(text)).slice(0, MAX_CELL));
  const found: Sheet[] = [];
  for (const name of names) {
    const rows = await sheetRows(parts, name, { shared, formats, room });
    if (rows.rows > 0) found.push({ rows: () => rows.all() });
  }
  if (found.length === 0) throw new UnreadableStatement('statements.empty-file');
  return found;
}

interface Around { readonly shared: PackedTexts; readonly formats: NumberFormats; readonly room: Room }

async function sheetRows(parts: Parts, name: string, around: Around): Promise<PackedRows> {
  const rows = new PackedRows(around.room);
  let last = 0;
  for await (const text of elements(parts.stream(name), 'row')) {
    const said = Number(/^<[^>]*?\sr="(\d{1,8})"/.exec(text)?.[1] ?? 0);
    last = said > last ? said : last + 1;
    if (last > MAX_ROWS) throw new UnreadableStatement('statements.sheet-too-large', { rows: last, limit: MAX_ROWS });
    rows.add(last, cellsOf(text, around));
  }
  rows.close();
  return rows;
}

const CELL = /<(?:\w+:)?c\b([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g;
const VALUE = /<(?:\w+:)?v\b[^>]*>([^<]*)</;

function cellsOf(row: string, around: Around): string[] {
  const cells: string[] = [];
  for (const [, attributes, inside] of row.matchAll(CELL)) {
    const place = columnOf(/\br="([A-Z]{1,3})/.exec(attributes!)?.[1]) ?? cells.length;
    if (place >= MAX_COLUMNS || inside === undefined) continue;
    while (cells.length < place) cells.push('');
    cells[place] = cellText(attributes!, inside, around);
  }
  return cells;
}

/** `A` is the first. */
function columnOf(letters: string | undefined): number | null {
  if (letters === undefined) return null;
  let column = 0;
  for (let i = 0; i < letters.length; i++) column = column * 26 + letters.charCodeAt(i) - 64;
  return column - 1;
}

function cellText(attributes: string, inside: string, { shared, formats }: Around): string {
  const type = /\bt="(\w+)"/.exec(attributes)?.[1] ?? 'n';
  if (type === 'e') return '';
  if (type === 'inlineStr') return plainCell(textIn(inside)).slice(0, MAX_CELL);
  const value = VALUE.exec(inside)?.[1] ?? '';
  if (value === '') return '';
  if (type === 's') return shared.at(Number(value));
  if (type === 'b') return value === '1' ? 'true' : 'false';
  if (type !== 'n') return plainCell(decodeEntities(value)).slice(0, MAX_CELL);
  const number = Number(value);
  return Number.isFinite(number) ? numberText(number, formats.of(Number(/\bs="(\d{1,6})"/.exec(attributes)?.[1] ?? 0)), formats.since1904) : value.slice(0, MAX_CELL);
}

/** What is written in a text, its runs one after the other; how it is pronounced is left out. */
function textIn(markup: string): string {
  const plain = markup.includes('rPh') ? markup.replace(/<(?:\w+:)?rPh\b[\s\S]*?<\/(?:\w+:)?rPh>/g, '') : markup;
  let text = '';
  for (const [, run] of plain.matchAll(/<(?:\w+:)?t\b[^>]*?(?:\/>|>([^<]*)<)/g)) text += run ?? '';
  return decodeEntities(text);
}

/** The elements of one name, each as its markup, from a part that comes in pieces. */
async function* elements(stream: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const element = new RegExp(`<(?:\\w+:)?${name}\\b(?:[^>]*/>|[^>]*>[\\s\\S]*?</(?:\\w+:)?${name}>)`, 'g');
  let [pending, begun] = ['', false];
  for await (const piece of stream) {
    pending += decoder.decode(piece, { stream: true });
    if (!begun) {
      if (/<!(?:DOCTYPE|ENTITY)/i.test(pending)) throw new UnreadableStatement('statements.xml-forbidden');
      begun = pending.length > 1024;
    }
    let done = 0;
    for (const found of pending.matchAll(element)) {
      yield found[0];
      done = found.index + found[0].length;
    }
    pending = pending.slice(done);
    if (pending.length > MAX_PENDING) throw new UnreadableStatement('statements.sheet-broken');
  }
}

async function wholePart(parts: Parts, name: string): Promise<string> {
  if (!parts.has(name)) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of parts.stream(name)) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > SMALL_PART) throw new UnreadableStatement('statements.sheet-broken');
  }
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) throw new UnreadableStatement('statements.xml-forbidden');
  return text;
}

/** The sheets in their order; a workbook whose list cannot be followed has its sheets where everybody puts them. */
async function sheetParts(parts: Parts): Promise<string[]> {
  const [book, links] = [await wholePart(parts, 'xl/workbook.xml'), await wholePart(parts, 'xl/_rels/workbook.xml.rels')];
  const targets = new Map([...links.matchAll(/<(?:\w+:)?Relationship\b[^>]*>/g)].map(([tag]) => [/\bId="([^"]+)"/.exec(tag)?.[1] ?? '', /\bTarget="([^"]+)"/.exec(tag)?.[1] ?? '']));
  const named = [...book.matchAll(/<(?:\w+:)?sheet\b[^>]*>/g)].flatMap(([tag]) => {
    const target = targets.get(/\b\w+:id="([^"]+)"/.exec(tag)?.[1] ?? '');
    return target ? [target.startsWith('/') ? target.slice(1) : `xl/${target}`] : [];
  });
  const found = (named.length > 0 ? named : Array.from({ length: MAX_SHEETS }, (_, i) => `xl/worksheets/sheet${i + 1}.xml`)).filter((name) => parts.has(name));
  if (found.length > MAX_SHEETS) throw new UnreadableStatement('statements.sheet-too-large', { sheets: found.length, limit: MAX_SHEETS });
  if (found.length === 0) throw new UnreadableStatement('statements.sheet-broken');
  return found;
}

/** Which styles show a number as a day. */
async function numberFormats(parts: Parts): Promise<NumberFormats> {
  const styles = await wholePart(parts, 'xl/styles.xml');
  const book = await wholePart(parts, 'xl/workbook.xml');
  const own = new Map([...styles.matchAll(/<(?:\w+:)?numFmt\b[^>]*>/g)].map(([tag]) => [Number(/\bnumFmtId="(\d+)"/.exec(tag)?.[1] ?? -1), decodeEntities(/\bformatCode="([^"]*)"/.exec(tag)?.[1] ?? '')]));
  const used = /<(?:\w+:)?cellXfs\b[\s\S]*?<\/(?:\w+:)?cellXfs>/.exec(styles)?.[0] ?? '';
  const days = [...used.matchAll(/<(?:\w+:)?xf\b[^>]*>/g)].map(([tag]) => {
    const id = Number(/\bnumFmtId="(\d+)"/.exec(tag)?.[1] ?? 0);
    return isDateFormat(own.get(id) ?? id);
  });
  return { of: (style) => days[style] ?? false, since1904: /\bdate1904="(?:1|true)"/.test(book) };
}
