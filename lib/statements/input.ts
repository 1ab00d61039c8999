/**
 * A file after its container was opened: text is decoded when somebody asks for all of it, and block by block for readers that
 * stream, so that a million lines need not be in memory twice.
 */
import type { ByteFile } from './byte-file';
import { decodeText, decoderOf, detectEncoding, detectFileEncoding, type Encoding } from './encoding';
import { UnreadableStatement } from './errors';
import type { StatementInput } from './port';

const BLOCK_BYTES = 1 << 17;
const HEAD_BYTES = 65_536;
/** Of a text that a reader wants whole. Longer ones come in blocks or not at all. */
const WHOLE_BYTES = 64 << 20;

function wholeText(bytes: Uint8Array, encoding: Encoding): string {
  if (bytes.length > WHOLE_BYTES) throw new UnreadableStatement('statements.too-large', { bytes: bytes.length, limit: WHOLE_BYTES });
  return decodeText(bytes, encoding);
}

export interface Sheet {
  /** Each row with its number on the page, a fresh pass with each call. Rows without a cell may be left out. */
  rows(): Iterable<readonly [number, readonly string[]]>;
}

export const listedSheet = (cells: readonly (readonly string[])[]): Sheet => ({
  *rows() {
    for (const [index, row] of cells.entries()) yield [index + 1, row];
  },
});

/** `sheet` is there for workbooks (xls, xlsx), whose `text` is null. */
export interface OpenedInput extends StatementInput {
  readonly sheet: Sheet | null;
}

class LazyInput implements OpenedInput {
  readonly sheet = null;
  #text: string | null = null;
  constructor(
    readonly fileName: string,
    readonly bytes: Uint8Array,
    readonly encoding: Encoding,
  ) {}
  get text(): string {
    this.#text ??= wholeText(this.bytes, this.encoding);
    return this.#text;
  }
}

/** A text that stays on the disk: readers that go line by line never hold more than a block of it. */
class FileInput implements OpenedInput {
  readonly sheet = null;
  #bytes: Uint8Array | null = null;
  constructor(
    readonly fileName: string,
    readonly file: ByteFile,
    readonly encoding: Encoding,
  ) {}
  get bytes(): Uint8Array {
    this.#bytes ??= this.file.all();
    return this.#bytes;
  }
  get text(): string {
    return wholeText(this.bytes, this.encoding);
  }
}

export const fileInput = (file: ByteFile, fileName: string): OpenedInput => new FileInput(fileName, file, detectFileEncoding(file));

const fileOf = (input: StatementInput): ByteFile | null => (input instanceof FileInput ? input.file : null);
export const byteCount = (input: StatementInput): number => fileOf(input)?.size ?? input.bytes.length;

function* piecesOf(input: StatementInput): Generator<Buffer> {
  const file = fileOf(input);
  if (file) {
    yield* file.pieces(BLOCK_BYTES);
    return;
  }
  const { bytes } = input;
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) yield Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(BLOCK_BYTES, bytes.length - at));
}

export const textInput = (bytes: Uint8Array, fileName: string): OpenedInput => new LazyInput(fileName, bytes, detectEncoding(bytes));
export const sheetInput = (bytes: Uint8Array, fileName: string, sheet: Sheet, encoding: Encoding = 'binary'): OpenedInput => ({
  fileName,
  bytes,
  encoding,
  text: null,
  sheet,
});

/** The rows of a workbook or of a list in JSON; null for text that is read as it stands. */
export const sheetOf = (input: StatementInput): Sheet | null => ('sheet' in input ? (input as OpenedInput).sheet : null);

/** The first bytes as they are, for formats that are cut before they are decoded. */
export const headBytesOf = (input: StatementInput, bytes: number): Uint8Array => fileOf(input)?.head(bytes) ?? input.bytes.subarray(0, bytes);

/** The first 64 KB as text: enough to recognise any format. */
export function headOf(input: StatementInput): string {
  if (input.encoding === 'binary' || sheetOf(input)) return '';
  const head = headBytesOf(input, HEAD_BYTES);
  const text = head.length > 0 ? decodeText(head, input.encoding as Encoding) : (input.text ?? '');
  return text.startsWith('\ufeff') ? text.slice(1) : text.slice(0, HEAD_BYTES);
}

/** One character may be cut at the end of a block in these; in all other encodings the byte of a line end is never part of a character. */
const WIDE = new Set<string>(['utf-16le', 'utf-16be']);

/** The text in pieces, each ending where a line ends. */
export function* blocksOf(input: StatementInput): Generator<string> {
  if (byteCount(input) === 0) {
    if (input.text) yield input.text;
    return;
  }
  if (WIDE.has(input.encoding)) yield* wideBlocks(input);
  else yield* byteBlocks(input);
}

/** Cut at line ends as bytes, then decoded whole: no half character, and no text is added to another. */
function* byteBlocks(input: StatementInput): Generator<string> {
  const end = headOf(input).includes('\n') ? 10 : 13;
  const decode = decodeWhole(input.encoding);
  let held: Buffer[] = [];
  let first = true;
  const textOf = (pieces: readonly Buffer[]): string => {
    const text = decode(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces));
    const plain = first && text.startsWith('\ufeff') ? text.slice(1) : text;
    first = false;
    return plain;
  };
  const file = fileOf(input);
  if (file) {
    for (const piece of file.wholeLines(BLOCK_BYTES, end)) yield textOf([piece]);
    return;
  }
  for (const piece of piecesOf(input)) {
    const cut = piece.lastIndexOf(end) + 1;
    // A line that goes on and on is put together once, not at every piece.
    if (cut === 0) {
      held.push(piece);
      continue;
    }
    held.push(piece.subarray(0, cut));
    yield textOf(held);
    held = cut < piece.length ? [piece.subarray(cut)] : [];
  }
  if (held.length > 0) yield textOf(held);
}

function decodeWhole(encoding: string): (bytes: Buffer) => string {
  // Several times as fast as a decoder that may be fed further.
  if (encoding === 'utf-8' || encoding === 'utf-8-bom' || encoding === 'ascii') return (bytes) => bytes.toString('utf8');
  const decoder = decoderOf(encoding);
  return (bytes) => decoder.decode(bytes);
}

function* wideBlocks(input: StatementInput): Generator<string> {
  const decoder = decoderOf(input.encoding);
  const lineEnd = headOf(input).includes('\n') ? '\n' : '\r';
  let rest = '';
  for (const piece of piecesOf(input)) {
    const text = rest + decoder.decode(piece, { stream: true });
    const cut = text.lastIndexOf(lineEnd) + 1;
    rest = text.slice(cut);
    if (cut > 0) yield text.slice(0, cut);
  }
  if (rest !== '') yield rest;
}

/** Lines without their ends; every line counts, so that an index plus one is the line number a person sees. */
export function* linesOf(input: StatementInput): Generator<string> {
  for (const block of blocksOf(input)) {
    const lineEnd = block.includes('\n') ? '\n' : '\r';
    let at = 0;
    while (at < block.length) {
      let end = block.indexOf(lineEnd, at);
      if (end === -1) end = block.length;
      yield block.charCodeAt(end - 1) === 13 && end > at ? block.slice(at, end - 1) : block.slice(at, end);
      at = end + 1;
    }
  }
}
