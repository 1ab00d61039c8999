/**
 * Cells of one delimited line without building an array of substrings: positions are noted, text is cut out only for the columns a
 * reader asks for. A line with quotes takes the slower way that understands them.
 */
export const MAX_CELLS = 256;
const QUOTED_MAX = 65_536;

export class Cells {
  count = 0;
  private line = '';
  private quoted: string[] | null = null;
  private readonly starts = new Int32Array(MAX_CELLS);
  private readonly ends = new Int32Array(MAX_CELLS);

  /** WeChat's form: every cell begins with a back-tick, so a comma inside a goods name separates nothing. */
  splitTicked(line: string): number {
    this.line = line;
    this.quoted = null;
    let count = 0;
    let at = 1;
    while (count < MAX_CELLS) {
      const next = line.indexOf(',`', at);
      this.starts[count] = at;
      this.ends[count++] = next === -1 ? line.length : next;
      if (next === -1) break;
      at = next + 2;
    }
    this.count = count;
    return count;
  }

  split(line: string, delimiter: string): number {
    this.line = line;
    this.quoted = null;
    if (line.includes('"')) {
      this.quoted = splitQuoted(line, delimiter, MAX_CELLS);
      this.count = this.quoted.length;
      return this.count;
    }
    let count = 0;
    let at = 0;
    while (count < MAX_CELLS) {
      const next = line.indexOf(delimiter, at);
      this.starts[count] = at;
      this.ends[count++] = next === -1 ? line.length : next;
      if (next === -1) break;
      at = next + delimiter.length;
    }
    this.count = count;
    return count;
  }

  /** The cell without padding (spaces, tabs, a leading back-tick); empty when the line has no such column. */
  at(index: number): string {
    if (index < 0 || index >= this.count) return '';
    if (this.quoted) return trimCell(this.quoted[index]!);
    const { line } = this;
    let start = this.starts[index]!;
    let end = this.ends[index]!;
    while (start < end && isPadding(line.charCodeAt(start))) start++;
    while (end > start && line.charCodeAt(end - 1) <= 32) end--;
    return line.slice(start, end);
  }

  all(): string[] {
    return Array.from({ length: this.count }, (_, i) => this.at(i));
  }
}

const isPadding = (code: number): boolean => code <= 32 || code === 96 || code === 0xfeff;

/** A cell as a person means it: no padding, no spreadsheet guards (`="123"`, a leading back-tick or apostrophe before digits). */
export function trimCell(cell: string): string {
  const plain = cell.trimEnd().replace(/^[\s`]+/, '');
  if (plain.startsWith('="')) return plain.slice(2, plain.endsWith('"') && plain.length > 2 ? -1 : plain.length).trim();
  return /^'[\d-]/.test(plain) ? plain.slice(1) : plain;
}

/** Whether a letter takes two places on a page. */
export const isWide = (letter: string): boolean => /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(letter);

/** Quotes as RFC 4180, and as banks write them: padding outside the quotes, a quote in the middle of plain text, one never closed. At most so many cells. */
export function splitQuoted(line: string, delimiter: string, most = Number.POSITIVE_INFINITY): string[] {
  const cells: string[] = [];
  let at = 0;
  while (cells.length < most) {
    let start = at;
    while (start < line.length && (line[start] === ' ' || (line[start] === '\t' && delimiter !== '\t'))) start++;
    const opened = line[start] === '"' ? readQuoted(line, start, delimiter) : null;
    if (opened) {
      cells.push(opened.cell);
      at = opened.next;
    } else {
      const next = line.indexOf(delimiter, at);
      cells.push(next === -1 ? line.slice(at) : line.slice(at, next));
      at = next === -1 ? -1 : next + delimiter.length;
    }
    if (at === -1) break;
  }
  return cells;
}

function readQuoted(line: string, start: number, delimiter: string): { cell: string; next: number } | null {
  let end = start + 1;
  for (;;) {
    end = line.indexOf('"', end);
    if (end === -1) return null;
    if (line[end + 1] !== '"') break;
    end += 2;
  }
  const inside = line.slice(start + 1, end);
  // Nothing so long is written in quotes; it stays as it is.
  const cell = inside.length > QUOTED_MAX ? inside : inside.replaceAll('""', '"');
  const next = line.indexOf(delimiter, end + 1);
  const tail = next === -1 ? line.slice(end + 1) : line.slice(end + 1, next);
  return { cell: tail.trim() === '' ? cell : `${cell}${tail}`, next: next === -1 ? -1 : next + delimiter.length };
}
