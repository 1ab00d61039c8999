/**
 * A file after its container was opened: text is decoded when somebody asks for all of it, and block by block for readers that
 * stream, so that a million lines need not be in memory twice.
 */
import { decodeText, decoderOf, detectEncoding, type Encoding } from './encoding';
import type { StatementInput } from './port';

const BLOCK_BYTES = 1 << 17;
const HEAD_BYTES = 65_536;

export interface Sheet {
  readonly cells: readonly (readonly string[])[];
}

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
    this.#text ??= decodeText(this.bytes, this.encoding);
    return this.#text;
  }
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

/** The first 64 KB as text: enough to recognise any format. */
export function headOf(input: StatementInput): string {
  if (input.encoding === 'binary' || sheetOf(input)) return '';
  const text = input.bytes.length > 0 ? decodeText(input.bytes.subarray(0, HEAD_BYTES), input.encoding as Encoding) : (input.text ?? '');
  return text.startsWith('\ufeff') ? text.slice(1) : text.slice(0, HEAD_BYTES);
}

/** The text in pieces of about 1 MB, each ending where a line ends. */
export function* blocksOf(input: StatementInput): Generator<string> {
  if (input.bytes.length === 0) {
    if (input.text) yield input.text;
    return;
  }
  const decoder = decoderOf(input.encoding);
  const lineEnd = headOf(input).includes('\n') ? '\n' : '\r';
  let rest = '';
  for (let at = 0; at < input.bytes.length; at += BLOCK_BYTES) {
    const text = rest + decoder.decode(input.bytes.subarray(at, at + BLOCK_BYTES), { stream: true });
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
