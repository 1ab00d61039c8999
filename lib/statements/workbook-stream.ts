/**
 * Large workbooks (xlsx), read part by part as they are inflated: shared texts first, then every sheet, row by row. Nothing is held but the cells' letters, so
 * that a million rows fit where the library that makes an object of each cell would fill a thread. Numbers are those that are stored, as in `sheet.ts`.
 */
import { elementAfter, elementsIn, elementsNamed, refuseDeclarations } from './elements';
import { UnreadableStatement } from './errors';
import type { Sheet } from './input';
import { decodeEntities } from './markup';
import { makeRoom, PackedRows, PackedTexts, plainCell, type Room } from './packed-rows';
import { isDateFormat, numberText, type NumberFormats } from './sheet-numbers';

const MAX_ROWS = 1_048_576;
const MAX_COLUMNS = 200;
const MAX_SHEETS = 64;
/** The most a cell can hold. */
const MAX_CELL = 32_767;
/** A row or a text that does not end within this was made not to. */
const MAX_PENDING = 4 << 20;
const SMALL_PART = 4 << 20;
const TEXTS = 'xl/sharedStrings.xml';

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
  if (parts.has(TEXTS)) for await (const { inside } of elementsIn(parts.stream(TEXTS), 'si', MAX_PENDING)) shared.add(plainCell(textIn(inside)).slice(0, MAX_CELL));
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
  for await (const { attributes, inside } of elementsIn(parts.stream(name), 'row', MAX_PENDING)) {
    const said = Number(/\sr="(\d{1,8})"/.exec(attributes)?.[1] ?? 0);
    last = said > last ? said : last + 1;
    if (last > MAX_ROWS) throw new UnreadableStatement('statements.sheet-too-large', { rows: last, limit: MAX_ROWS });
    rows.add(last, cellsOf(inside, around));
  }
  rows.close();
  return rows;
}

function cellsOf(row: string, around: Around): string[] {
  const cells: string[] = [];
  for (let cell = elementAfter(row, 'c', 0); cell; cell = elementAfter(row, 'c', cell.to)) {
    const place = columnOf(/\sr="([A-Z]{1,3})/.exec(cell.attributes)?.[1]) ?? cells.length;
    if (place >= MAX_COLUMNS) continue;
    while (cells.length < place) cells.push('');
    cells[place] = cell.inside === '' ? '' : cellText(cell.attributes, cell.inside, around);
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
  const value = runOf(elementAfter(inside, 'v', 0)?.inside ?? '');
  if (value === '') return '';
  if (type === 's') return shared.at(Number(value));
  if (type === 'b') return value === '1' ? 'true' : 'false';
  if (type !== 'n') return plainCell(decodeEntities(value)).slice(0, MAX_CELL);
  const number = Number(value);
  return Number.isFinite(number) ? numberText(number, formats.of(Number(/\bs="(\d{1,6})"/.exec(attributes)?.[1] ?? 0)), formats.since1904) : value.slice(0, MAX_CELL);
}

/** What is written in a text, its runs one after the other; how it is pronounced is left out. */
function textIn(markup: string): string {
  let text = '';
  for (const { inside } of elementsNamed(markup.includes('rPh') ? withoutSounds(markup) : markup, 't')) text += runOf(inside);
  return decodeEntities(text);
}

function withoutSounds(markup: string): string {
  let [plain, at] = ['', 0];
  for (const { from, to } of elementsNamed(markup, 'rPh')) {
    plain += markup.slice(at, from);
    at = to;
  }
  return plain + markup.slice(at);
}

/** Up to the next tag, where there should be none. */
function runOf(inside: string): string {
  const end = inside.indexOf('<');
  return end === -1 ? inside : inside.slice(0, end);
}

async function wholePart(parts: Parts, name: string): Promise<string> {
  if (!parts.has(name)) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of parts.stream(name)) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > SMALL_PART) throw new UnreadableStatement('statements.sheet-broken');
  }
  refuseDeclarations(text);
  return text;
}

/** The sheets in their order; a workbook whose list cannot be followed has its sheets where everybody puts them. */
async function sheetParts(parts: Parts): Promise<string[]> {
  const [book, links] = [await wholePart(parts, 'xl/workbook.xml'), await wholePart(parts, 'xl/_rels/workbook.xml.rels')];
  const targets = new Map([...elementsNamed(links, 'Relationship')].map(({ attributes: said }) => [/\bId="([^"]+)"/.exec(said)?.[1] ?? '', /\bTarget="([^"]+)"/.exec(said)?.[1] ?? '']));
  const named = [...elementsNamed(book, 'sheet')].flatMap(({ attributes }) => {
    const target = targets.get(/:id="([^"]+)"/.exec(attributes)?.[1] ?? '');
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
  const own = new Map([...elementsNamed(styles, 'numFmt')].map(({ attributes: said }) => [Number(/\bnumFmtId="(\d{1,9})"/.exec(said)?.[1] ?? -1), decodeEntities(/\bformatCode="([^"]*)"/.exec(said)?.[1] ?? '')]));
  const days = [...elementsNamed(elementAfter(styles, 'cellXfs', 0)?.inside ?? '', 'xf')].map(({ attributes }) => {
    const id = Number(/\bnumFmtId="(\d{1,9})"/.exec(attributes)?.[1] ?? 0);
    return isDateFormat(own.get(id) ?? id);
  });
  return { of: (style) => days[style] ?? false, since1904: /\bdate1904="(?:1|true)"/.test(book) };
}
