/** JSON where the exact text matters: amounts are bigint on the way out, and Alipay signs the raw text of one member on the way in. */

export type JsonOut = string | boolean | bigint | readonly JsonOut[] | { readonly [key: string]: JsonOut | undefined };

/** Like JSON.stringify, with bigint written as a plain integer and no number type at all, so that no float can slip in. */
export function toJson(value: JsonOut): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  const members = Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [`${JSON.stringify(key)}:${toJson(item)}`]));
  return `{${members.join(',')}}`;
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const SPACE = new Set([' ', '\t', '\n', '\r']);

function skipSpace(text: string, from: number): number {
  let at = from;
  while (SPACE.has(text[at] ?? '')) at++;
  return at;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function endOfValue(text: string, from: number): number {
  if (text[from] === '"') return endOfString(text, from);
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const char = text[at]!;
    if (char === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (char === '{' || char === '[') depth++;
    if (char === '}' || char === ']') {
      if (depth === 0) return at;
      if (--depth === 0) return at + 1;
    }
    if (depth === 0 && (char === ',' || SPACE.has(char))) return at;
    at++;
  }
  return at;
}

/** Raw text of each member of a JSON object, or null when it is not one or a name appears twice. */
export function rawMembers(text: string): Map<string, string> | null {
  const whole = parseJson(text);
  if (typeof whole !== 'object' || whole === null || Array.isArray(whole)) return null;
  const members = new Map<string, string>();
  let at = skipSpace(text, skipSpace(text, 0) + 1);
  while (text[at] === '"') {
    const nameEnd = endOfString(text, at);
    const name = String(parseJson(text.slice(at, nameEnd)));
    const valueStart = skipSpace(text, skipSpace(text, nameEnd) + 1);
    const valueEnd = endOfValue(text, valueStart);
    if (members.has(name)) return null;
    members.set(name, text.slice(valueStart, valueEnd));
    const comma = skipSpace(text, valueEnd);
    if (text[comma] !== ',') break;
    at = skipSpace(text, comma + 1);
  }
  return members;
}
