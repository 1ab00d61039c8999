/**
 * A table on A4 pages as a PDF that is written while it is sent: each page is gone before the next is made, so memory does not grow with the rows. Only
 * the letters that were used are embedded, at the end, when they are known.
 */
import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import type { SheetCell } from '../model';
import { TrueType } from './true-type';

const FONT = 'node_modules/@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf';
const PAGE = { width: 842, height: 595, margin: 36 };
const SIZE = 8;
const LINE = 13;
const HEAD = 30;
const PADDING = 4;
/** Column widths follow the first rows; later cells that are longer are cut with an ellipsis. */
const ROWS_MEASURED = 60;
const COLUMN_MAX = 260;

let font: TrueType | null = null;
/** Opened once per process: it is ten megabytes. */
const openFont = (): TrueType => (font ??= new TrueType(readFileSync(FONT)));

export interface PdfWords { readonly title: string; readonly page: (number: number) => string; readonly made: string }

const textOf = (cell: SheetCell): string => (typeof cell === 'string' ? cell : cell.decimal);

/** The first row is the header, repeated on every page. Amounts stand to the right. */
export async function* pdfTable(rows: AsyncIterable<readonly SheetCell[]>, words: PdfWords): AsyncGenerator<Buffer> {
  const paper = new Paper(openFont());
  yield paper.open();
  const held: (readonly SheetCell[])[] = [];
  let header: readonly SheetCell[] | null = null;
  let layout: Layout | null = null;
  let page: string[] = [];
  const perPage = Math.floor((PAGE.height - 2 * PAGE.margin - HEAD) / LINE) - 1;
  const flush = function* (last: boolean): Generator<Buffer> {
    if (page.length === 0 && !(last && paper.pages === 0)) return;
    yield paper.page([...paper.heading(words, header ?? [], layout ?? { widths: [], right: [] }), ...page]);
    page = [];
  };
  const place = function* (row: readonly SheetCell[]): Generator<Buffer> {
    page.push(...paper.row(row, layout!, PAGE.height - PAGE.margin - HEAD - LINE * (page.length / row.length + 2), false));
    if (page.length >= perPage * row.length) yield* flush(false);
  };
  for await (const row of rows) {
    if (!header) header = row;
    else if (!layout) {
      held.push(row);
      if (held.length < ROWS_MEASURED) continue;
      layout = paper.layout(header, held);
      for (const one of held) yield* place(one);
    } else yield* place(row);
  }
  if (!layout) {
    layout = paper.layout(header ?? [], held);
    for (const one of held) yield* place(one);
  }
  yield* flush(true);
  yield* paper.close();
}

interface Layout { readonly widths: readonly number[]; readonly right: readonly boolean[] }

/** Objects and their places. 1 is the catalogue, 2 the tree of pages, 3 to 7 the font; pages follow. */
class Paper {
  private readonly offsets: number[] = [];
  private readonly kids: number[] = [];
  private readonly used = new Map<number, number>();
  private written = 0;
  private next = 8;
  constructor(private readonly face: TrueType) {}

  get pages(): number {
    return this.kids.length;
  }

  private put(text: string | Buffer): Buffer {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    this.written += bytes.length;
    return bytes;
  }

  private object(id: number, body: string, stream?: Buffer): Buffer {
    this.offsets[id] = this.written;
    const head = stream ? `${id} 0 obj\n${body.replace('>>', `/Length ${stream.length}>>`)}\nstream\n` : `${id} 0 obj\n${body}\nendobj\n`;
    return stream ? Buffer.concat([this.put(head), this.put(stream), this.put('\nendstream\nendobj\n')]) : this.put(head);
  }

  open(): Buffer {
    return this.put(Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1'));
  }

  page(lines: readonly string[]): Buffer {
    const [content, id] = [this.next++, this.next++];
    this.kids.push(id);
    const stream = deflateSync(Buffer.from(lines.join('\n'), 'latin1'));
    return Buffer.concat([
      this.object(content, '<</Filter/FlateDecode>>', stream),
      this.object(id, `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${PAGE.width} ${PAGE.height}]/Contents ${content} 0 R/Resources<</Font<</F 3 0 R>>>>>>`),
    ]);
  }

  /** Widths that hold the measured cells; when they do not fit, all shrink alike. A column of decimals stands to the right. */
  layout(header: readonly SheetCell[], rows: readonly (readonly SheetCell[])[]): Layout {
    const wide = header.map((cell, i) => Math.min(COLUMN_MAX, Math.max(...[cell, ...rows.map((r) => r[i] ?? '')].map((c) => this.widthOf(textOf(c)))) + 2 * PADDING));
    const sum = wide.reduce((a, b) => a + b, 0);
    const room = PAGE.width - 2 * PAGE.margin;
    return { widths: wide.map((w) => (sum === 0 ? 0 : (w * room) / sum)), right: header.map((_, i) => rows.some((r) => typeof r[i] === 'object')) };
  }

  private widthOf(text: string): number {
    let width = 0;
    for (const letter of text) width += this.face.widthOf(this.face.glyphOf(letter.codePointAt(0)!));
    return (width * SIZE) / 1000;
  }

  heading(words: PdfWords, header: readonly SheetCell[], layout: Layout): string[] {
    const top = PAGE.height - PAGE.margin;
    const right = (text: string) => PAGE.width - PAGE.margin - this.widthOf(text);
    const page = words.page(this.pages + 1);
    return [
      this.write(words.title, PAGE.margin, top - 10, 12), this.write(words.made, right(words.made), top - 8), this.write(page, right(page), PAGE.margin - 16),
      ...this.row(header, layout, top - HEAD - LINE, true), `0.6 w ${PAGE.margin} ${top - HEAD - LINE - 4} m ${PAGE.width - PAGE.margin} ${top - HEAD - LINE - 4} l S`,
    ];
  }

  /** One operator per cell, so that the page counts its rows by them. */
  row(row: readonly SheetCell[], layout: Layout, y: number, head: boolean): string[] {
    let x = PAGE.margin;
    return row.map((cell, i) => {
      const width = layout.widths[i] ?? 0;
      const text = this.fit(textOf(cell), width - 2 * PADDING);
      const at = layout.right[i] ? x + width - PADDING - this.widthOf(text) : x + PADDING;
      x += width;
      return `${head ? '0.25 g ' : '0 g '}${this.write(text, at, y)}`;
    });
  }

  private fit(text: string, room: number): string {
    const plain = text.replace(/\p{Cc}/gu, ' ');
    if (this.widthOf(plain) <= room) return plain;
    let cut = '';
    for (const letter of plain) {
      if (this.widthOf(`${cut}${letter}…`) > room) break;
      cut += letter;
    }
    return `${cut}…`;
  }

  private write(text: string, x: number, y: number, size = SIZE): string {
    let codes = '';
    for (const letter of text) {
      const code = letter.codePointAt(0)!;
      const glyph = this.face.glyphOf(code);
      this.used.set(glyph, code);
      codes += glyph.toString(16).padStart(4, '0');
    }
    return `BT /F ${size} Tf ${x.toFixed(2)} ${y.toFixed(2)} Td <${codes}> Tj ET`;
  }

  *close(): Generator<Buffer> {
    const glyphs = [...this.used.keys()].sort((a, b) => a - b);
    const { ascent, descent, box } = this.face.measures;
    const file = this.face.subset(glyphs);
    yield this.object(7, `<</Filter/FlateDecode/Length1 ${file.length}>>`, deflateSync(file));
    yield this.object(6, `<</Type/FontDescriptor/FontName/BAFANG+NotoSansSC/Flags 4/FontBBox[${box.join(' ')}]/ItalicAngle 0/Ascent ${ascent}/Descent ${descent}/CapHeight ${ascent}/StemV 80/FontFile2 7 0 R>>`);
    yield this.object(5, '<</Filter/FlateDecode>>', deflateSync(Buffer.from(toUnicode(this.used), 'latin1')));
    const widths = glyphs.map((g) => `${g}[${this.face.widthOf(g)}]`).join('');
    yield this.object(4, `<</Type/Font/Subtype/CIDFontType2/BaseFont/BAFANG+NotoSansSC/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 6 0 R/DW 1000/W[${widths}]/CIDToGIDMap/Identity>>`);
    yield this.object(3, '<</Type/Font/Subtype/Type0/BaseFont/BAFANG+NotoSansSC/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>');
    yield this.object(2, `<</Type/Pages/Count ${this.kids.length}/Kids[${this.kids.map((k) => `${k} 0 R`).join(' ')}]>>`);
    yield this.object(1, '<</Type/Catalog/Pages 2 0 R>>');
    const start = this.written;
    const entries = Array.from({ length: this.next - 1 }, (_, i) => `${String(this.offsets[i + 1] ?? 0).padStart(10, '0')} 00000 n \n`).join('');
    yield this.put(`xref\n0 ${this.next}\n0000000000 65535 f \n${entries}trailer\n<</Size ${this.next}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`);
  }
}

/** So that what is read can be searched and copied. A block holds at most a hundred. */
function toUnicode(used: ReadonlyMap<number, number>): string {
  const hex = (n: number) => n.toString(16).padStart(4, '0');
  const utf16 = (code: number) => [...String.fromCodePoint(code)].flatMap((c) => Array.from({ length: c.length }, (_, i) => hex(c.charCodeAt(i)))).join('');
  const pairs = [...used].map(([glyph, code]) => `<${hex(glyph)}> <${utf16(code)}>`);
  const blocks: string[] = [];
  for (let at = 0; at < pairs.length; at += 100) blocks.push(`${Math.min(100, pairs.length - at)} beginbfchar\n${pairs.slice(at, at + 100).join('\n')}\nendbfchar`);
  return `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe)/Ordering (UCS)/Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n`
    + `1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n${blocks.join('\n')}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend`;
}
