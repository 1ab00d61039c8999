/** The project's own source as text, for tests that keep its style. TypeScript 7 has no compiler API, so these read text, not syntax trees. */
import { readFileSync } from 'node:fs';
import { filesBelow } from '@/scripts/content-hash';

export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** The same length, comments and the insides of strings blanked out: what is found here is code. */
  readonly code: string;
}

const ROOTS = ['app', 'components', 'i18n', 'lib', 'prisma/seed', 'scripts', 'bench', 'e2e', 'server.ts', 'instrumentation.ts', 'next.config.ts'];
const skip = (path: string): boolean => /^lib\/platform\/prisma$|node_modules/.test(path);

export const readSources = (): SourceFile[] =>
  ROOTS.flatMap((root) => filesBelow(root, skip))
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.(ts|tsx|mjs)$/.test(path))
    .map((path) => { const text = readFileSync(path, 'utf8'); return { path, text, code: blank(text) }; });

/** Blanks comments, strings, template texts and regular expressions, keeps every line break. */
export function blank(text: string): string {
  const out = text.split('');
  const depths: number[] = [];
  let at = 0;
  let before = '';
  const erase = (from: number, to: number) => { for (let i = from; i < to; i++) if (out[i] !== '\n') out[i] = ' '; };
  const templateText = (from: number): number => {
    let i = from;
    while (i < text.length && text[i] !== '`' && !(text[i] === '$' && text[i + 1] === '{')) i += text[i] === '\\' ? 2 : 1;
    erase(from, Math.min(i, text.length));
    if (text[i] === '$') { depths.push(0); return i + 2; }
    return i + 1;
  };
  while (at < text.length) {
    const c = text[at]!;
    const next = text[at + 1];
    let end = at + 1;
    if (c === '/' && next === '/') { end = lineEnd(text, at); erase(at, end); }
    else if (c === '/' && next === '*') { end = after(text, '*/', at + 2); erase(at, end); }
    else if (c === "'" || c === '"') { end = stringEnd(text, at); erase(at + 1, end - 1); before = c; }
    else if (c === '`') { end = templateText(at + 1); before = c; }
    else if (c === '/' && startsRegExp(before)) { end = regExpEnd(text, at); erase(at + 1, end - 1); before = c; }
    else if (depths.length > 0 && c === '{') depths[depths.length - 1]! += 1;
    else if (depths.length > 0 && c === '}') {
      if (depths[depths.length - 1] === 0) { depths.pop(); end = templateText(at + 1); } else depths[depths.length - 1]! -= 1;
    }
    if (end === at + 1 && !/\s/.test(c)) before = /[\w$]/.test(c) ? wordEndingAt(text, at) : c;
    at = end;
  }
  return out.join('');
}

const lineEnd = (text: string, at: number): number => (text.indexOf('\n', at) + 1 || text.length + 1) - 1;
const after = (text: string, mark: string, from: number): number => { const i = text.indexOf(mark, from); return i < 0 ? text.length : i + mark.length; };

/** An apostrophe in JSX text is no string: a quote without its partner on the line is left alone. */
function stringEnd(text: string, at: number): number {
  for (let i = at + 1; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === text[at]) return i + 1;
  }
  return at + 1;
}

function regExpEnd(text: string, at: number): number {
  let inClass = false;
  for (let i = at + 1; i < text.length && text[i] !== '\n'; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '[') inClass = true;
    else if (text[i] === ']') inClass = false;
    else if (text[i] === '/' && !inClass) return i + 1;
  }
  return at + 1;
}

/** A slash divides after a value and opens a regular expression after anything else; `</tag` is neither. */
const startsRegExp = (before: string): boolean => before === '' || /^([=(,:;!&|?{}[+*%~^>]|return|typeof|case|of|in)$/.test(before);

function wordEndingAt(text: string, at: number): string {
  let from = at;
  while (from > 0 && /[\w$]/.test(text[from - 1]!)) from--;
  return text.slice(from, at + 1);
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** `import type …`: gone at run time. */
  readonly typeOnly: boolean;
}

const IMPORT = /(?:^|[\s;}])(?:import|export)\s+(type\s+)?(?:[\w$*\s{},]+?\s+from\s*)?(['"])|\bimport\s*\(\s*(['"])/g;

/** Static, side-effect, re-exporting and dynamic imports, found in code and not in comments or strings. */
export function importsOf({ text, code }: SourceFile): Import[] {
  return [...code.matchAll(IMPORT)].map((match) => {
    const open = match.index + match[0].length;
    const close = text.indexOf(match[2] ?? match[3] ?? "'", open);
    return { specifier: text.slice(open, close), line: lineOf(text, open), typeOnly: match[1] !== undefined };
  });
}

export const lineOf = (text: string, at: number): number => text.slice(0, at).split('\n').length;

export interface FunctionText {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

const FUNCTION = /(?:\bfunction\s*\*?\s*([\w$]*)|\b(?:const|let)\s+([\w$]+)[^=;\n]*=\s*(?:async\s*)?(?:<[^>\n]*>)?\([^;{}]*\)[^;{}=\n]*=>\s*\{)/g;

/** Named functions and arrow functions with a body, with the lines from their name to their closing brace. */
export function functionsOf({ code }: SourceFile): FunctionText[] {
  return [...code.matchAll(FUNCTION)].flatMap((match) => {
    const open = match[2] === undefined ? bodyStart(code, match.index + match[0].length) : match.index + match[0].length - 1;
    const close = open < 0 ? -1 : closing(code, open);
    if (close < 0) return [];
    const line = lineOf(code, match.index);
    return [{ name: match[1] || match[2] || 'anonymous', line, lines: lineOf(code, close) - line + 1 }];
  });
}

/** The `{` of the body: the first one after the parameter list that is not part of a type. */
function bodyStart(code: string, from: number): number {
  const parameters = code.indexOf('(', from);
  if (parameters < 0) return -1;
  for (let i = closing(code, parameters) + 1; i > 0 && i < code.length; i++) {
    if (code[i] === ';') return -1;
    if (code[i] !== '{') continue;
    const before = code.slice(parameters, i).trimEnd();
    // `): { a: string } {` – a type after a colon, comma, bar or angle bracket.
    if (/[:|&<,]$/.test(before)) i = closing(code, i);
    else return i;
    if (i < 0) return -1;
  }
  return -1;
}

function closing(code: string, open: number): number {
  const pairs: Record<string, string> = { '{': '}', '(': ')' };
  const opener = code[open]!;
  const closer = pairs[opener];
  let depth = 0;
  for (let i = open; i < code.length; i++) {
    if (code[i] === opener) depth++;
    else if (code[i] === closer && --depth === 0) return i;
  }
  return -1;
}
