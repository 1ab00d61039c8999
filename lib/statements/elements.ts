/**
 * Elements of one name in the parts of a workbook, found by looking for their marks: each letter is looked at a fixed number of times, however often a
 * tag is opened and never closed, and however small the pieces are in which a part comes.
 */
import { UnreadableStatement } from './errors';

export interface Element {
  readonly attributes: string;
  /** Empty for a tag without an end of its own. */
  readonly inside: string;
  readonly from: number;
  readonly to: number;
}

/** Longer prefixes of a namespace are not written. */
const PREFIX_MAX = 32;

/** The first element of that name, with or without a prefix; null where there is none. Errors (thrown): `statements.sheet-broken` for one that never ends. */
export function elementAfter(markup: string, name: string, from: number): Element | null {
  const start = tagAfter(markup, name, from);
  if (start === -1) return null;
  const tagEnd = markup.indexOf('>', start);
  if (tagEnd === -1) throw new UnreadableStatement('statements.sheet-broken');
  const after = start + nameLength(markup, name, start + 1) + 1;
  if (markup.charCodeAt(tagEnd - 1) === SLASH) return { attributes: markup.slice(after, tagEnd - 1), inside: '', from: start, to: tagEnd + 1 };
  const close = `</${markup.slice(start + 1, after)}>`;
  const end = markup.indexOf(close, tagEnd);
  if (end === -1) throw new UnreadableStatement('statements.sheet-broken');
  return { attributes: markup.slice(after, tagEnd), inside: markup.slice(tagEnd + 1, end), from: start, to: end + close.length };
}

/** One after the other, none within another. */
export function* elementsNamed(markup: string, name: string): Generator<Element> {
  for (let found = elementAfter(markup, name, 0); found; found = elementAfter(markup, name, found.to)) yield found;
}

/**
 * The same from a part that comes in pieces, of which no more is held than the one element that is open. Errors (thrown): `statements.sheet-broken` for an
 * element of more than `limit` letters, or one with which the part ends; `xml-forbidden`.
 */
export async function* elementsIn(stream: AsyncIterable<Uint8Array>, name: string, limit: number): AsyncGenerator<Element> {
  let open: Held | null = null;
  for await (const text of wholeTags(stream, limit)) {
    let at = 0;
    if (open) {
      const end = text.indexOf(open.close);
      if (end === -1) {
        hold(open, text, limit);
        continue;
      }
      at = end + open.close.length;
      hold(open, text.slice(0, at), limit);
      yield elementAfter(open.pieces.join(''), name, 0)!;
      open = null;
    }
    for (let start = tagAfter(text, name, at); start !== -1; start = tagAfter(text, name, at)) {
      const close = closeOf(text, name, start);
      if (close !== '' && !text.includes(close, start)) {
        open = { close, pieces: [], letters: 0 };
        hold(open, text.slice(start), limit);
        break;
      }
      const found = elementAfter(text, name, start)!;
      at = found.to;
      yield found;
    }
  }
  if (open) throw new UnreadableStatement('statements.sheet-broken');
}

interface Held {
  readonly close: string;
  readonly pieces: string[];
  letters: number;
}

function hold(held: Pick<Held, 'pieces' | 'letters'>, text: string, limit: number): void {
  held.pieces.push(text);
  held.letters += text.length;
  if (held.letters > limit) throw new UnreadableStatement('statements.sheet-broken');
}

const FORBIDDEN_WITHIN = 1024;

/** The text of a part, cut only where a tag ends. */
async function* wholeTags(stream: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let begin: string | null = '';
  let held = { pieces: [] as string[], letters: 0 };
  for await (const piece of stream) {
    const text = decoder.decode(piece, { stream: true });
    if (begin !== null) {
      begin += text;
      refuseDeclarations(begin);
      if (begin.length > FORBIDDEN_WITHIN) begin = null;
    }
    const cut = text.lastIndexOf('>') + 1;
    hold(held, text.slice(0, cut || undefined), limit);
    if (cut === 0) continue;
    yield held.pieces.join('');
    held = { pieces: [text.slice(cut)], letters: text.length - cut };
  }
}

/** Nothing may be declared that expands or is fetched. */
export function refuseDeclarations(markup: string): void {
  if (/<!(?:DOCTYPE|ENTITY)/i.test(markup)) throw new UnreadableStatement('statements.xml-forbidden');
}

const SLASH = 47;
const COLON = 58;

function tagAfter(markup: string, name: string, from: number): number {
  for (let at = markup.indexOf('<', from); at !== -1; at = markup.indexOf('<', at + 1)) if (nameLength(markup, name, at + 1) > 0) return at;
  return -1;
}

/** How long the name at a place is, its prefix counted; zero when it is another name. */
function nameLength(markup: string, name: string, at: number): number {
  if (markup.startsWith(name, at) && endsName(markup.charCodeAt(at + name.length))) return name.length;
  let colon = at;
  while (colon - at < PREFIX_MAX && isWord(markup.charCodeAt(colon))) colon++;
  if (colon === at || markup.charCodeAt(colon) !== COLON || !markup.startsWith(name, colon + 1)) return 0;
  return endsName(markup.charCodeAt(colon + 1 + name.length)) ? colon + 1 + name.length - at : 0;
}

const endsName = (code: number): boolean => code === 62 || code === SLASH || code <= 32;
const isWord = (code: number): boolean => (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 45;

/** What ends the element whose tag stands there; empty when the tag is all of it. */
function closeOf(markup: string, name: string, start: number): string {
  const tagEnd = markup.indexOf('>', start);
  return markup.charCodeAt(tagEnd - 1) === SLASH ? '' : `</${markup.slice(start + 1, start + 1 + nameLength(markup, name, start + 1))}>`;
}
