/**
 * Tokens of XML and of OFX's SGML: tags, attributes, text, CDATA. Only the five named and the numeric entities exist; a DOCTYPE or an
 * entity declaration refuses the file, so nothing can expand or be fetched. One pass, no recursion.
 */
import { UnreadableStatement } from './errors';

export type Token =
  | { readonly kind: 'open'; readonly name: string; readonly attributes: string; readonly empty: boolean; readonly at: number }
  | { readonly kind: 'close'; readonly name: string; readonly at: number }
  | { readonly kind: 'text'; readonly text: string; readonly at: number };

export function* tokensOf(text: string): Generator<Token> {
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf('<', at);
    if (start !== at) {
      const run = text.slice(at, start === -1 ? text.length : start);
      if (run.trim() !== '') yield { kind: 'text', text: decodeEntities(run), at };
    }
    if (start === -1) return;
    if (text.startsWith('<!--', start)) at = after(text, '-->', start + 4);
    else if (text.startsWith('<![CDATA[', start)) {
      const end = text.indexOf(']]>', start);
      yield { kind: 'text', text: text.slice(start + 9, end === -1 ? text.length : end), at: start };
      at = end === -1 ? text.length : end + 3;
    } else if (text.startsWith('<?', start)) at = after(text, '?>', start + 2);
    else if (text.startsWith('<!', start)) throw new UnreadableStatement('statements.xml-forbidden');
    else {
      const end = text.indexOf('>', start);
      if (end === -1) return;
      yield tagOf(text.slice(start + 1, end), start);
      at = end + 1;
    }
  }
}

const after = (text: string, mark: string, from: number): number => {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end + mark.length;
};

function tagOf(inside: string, at: number): Token {
  if (inside.startsWith('/')) return { kind: 'close', name: localName(inside.slice(1).trim()), at };
  const empty = inside.endsWith('/');
  const body = empty ? inside.slice(0, -1) : inside;
  const space = body.search(/\s/);
  return {
    kind: 'open',
    name: localName(space === -1 ? body : body.slice(0, space)),
    attributes: space === -1 ? '' : body.slice(space),
    empty,
    at,
  };
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** What one replacing may hold at once: each entity in it is an object until all are known. */
const DECODED_AT_ONCE = 65_536;
const ENTITY_MAX = 12;

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const end = Math.min(text.length, at + DECODED_AT_ONCE);
    // An entity that lies across the end belongs to the next part.
    const open = end === text.length ? -1 : text.lastIndexOf('&', end);
    const cut = open > end - ENTITY_MAX && open > at ? open : end;
    parts.push(decodePart(text.slice(at, cut)));
    at = cut;
  }
  return parts.join('');
}

function decodePart(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,8}));/gi, (whole, decimal: string, hex: string, name: string) => {
    if (name) return NAMED[name.toLowerCase()] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
  });
}

export const attributeOf = (attributes: string, name: string): string | null =>
  new RegExp(`\\b${name}\\s*=\\s*["']([^"']*)["']`).exec(attributes)?.[1] ?? null;

/** A small piece of a document, built only for the elements a reader asks for. */
export interface Node {
  readonly name: string;
  readonly attributes: string;
  readonly children: Node[];
  readonly at: number;
  text: string;
}

const MAX_DEPTH = 64;
const MAX_CHILDREN = 100_000;

/** The elements with one of the wanted names, each as a tree, together with `enter` and `leave` of the marked ones around them. */
export function* elementsOf(
  text: string,
  wanted: ReadonlySet<string>,
  marked: ReadonlySet<string>,
): Generator<{ kind: 'node' | 'enter' | 'leave'; name: string; node: Node | null; depth: number }> {
  const path: string[] = [];
  const building: Node[] = [];
  for (const token of tokensOf(text)) {
    const top = building.at(-1);
    if (token.kind === 'text') {
      if (top) top.text += token.text;
    } else if (token.kind === 'open') {
      if (path.length >= MAX_DEPTH) throw new UnreadableStatement('statements.unreadable', { depth: MAX_DEPTH });
      if (top || wanted.has(token.name)) {
        const node: Node = { name: token.name, attributes: token.attributes, children: [], at: token.at, text: '' };
        if (top && top.children.push(node) > MAX_CHILDREN) throw new UnreadableStatement('statements.too-large', { elements: top.children.length, limit: MAX_CHILDREN });
        if (!token.empty) building.push(node);
      } else if (marked.has(token.name)) yield { kind: 'enter', name: token.name, node: null, depth: path.length };
      if (!token.empty) path.push(token.name);
    } else {
      if (path.at(-1) === token.name) path.pop();
      if (top?.name === token.name) {
        building.pop();
        if (building.length === 0) yield { kind: 'node', name: token.name, node: top, depth: path.length };
      } else if (building.length === 0 && marked.has(token.name)) yield { kind: 'leave', name: token.name, node: null, depth: path.length };
    }
  }
}

/** The first descendant along a path of names; undefined when a step is missing. */
export function childAt(node: Node | undefined, ...names: readonly string[]): Node | undefined {
  let found: Node | undefined = node;
  for (const name of names) found = found?.children.find((child) => child.name === name);
  return found;
}

export const textAt = (node: Node | undefined, ...names: readonly string[]): string | null => {
  const text = childAt(node, ...names)?.text.trim();
  return text === undefined || text === '' ? null : text;
};

/** Every descendant of a name, however deep. */
export function allOf(node: Node, name: string): Node[] {
  const found: Node[] = [];
  const open = [node];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.name === name && next !== node) found.push(next);
    else open.push(...next.children.toReversed());
  }
  return found;
}
