/** The small XML some banks speak: elements and text, nothing else. Attributes, DOCTYPE and foreign entities are refused, sizes are bounded. */

export interface XmlElement {
  readonly name: string;
  readonly text: string;
  readonly children: readonly XmlElement[];
}

const MAX_ELEMENTS = 20_000;
const MAX_DEPTH = 10;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const TOKEN = /<(\/?)([A-Za-z_][\w.-]{0,63})\s*(\/?)>|([^<]+)/y;

interface Open {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

function decodeEntities(text: string): string | null {
  let known = true;
  const decoded = text.replaceAll(/&([^;&]{0,10});?/g, (_whole, name: string) => {
    if (!(name in ENTITIES)) known = false;
    return ENTITIES[name] ?? '';
  });
  return known ? decoded : null;
}

/** The root element, or null for anything that is not well-formed in this narrow sense. */
export function readXml(source: string): XmlElement | null {
  const text = source.replace(/^\uFEFF?\s*<\?xml[^>]*\?>/, '').trim();
  const stack: Open[] = [{ name: '', text: '', children: [] }];
  TOKEN.lastIndex = 0;
  let elements = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    const top = stack[stack.length - 1]!;
    if (!match) return null;
    const [, closing, name, empty, run] = match;
    if (run !== undefined) {
      const decoded = decodeEntities(run);
      if (decoded === null) return null;
      top.text += decoded;
    } else if (closing) {
      const parent = stack[stack.length - 2];
      if (!parent || top.name !== name || empty) return null;
      parent.children.push({ name: top.name, text: top.text.trim(), children: top.children });
      stack.pop();
    } else {
      if (++elements > MAX_ELEMENTS || stack.length > MAX_DEPTH) return null;
      if (empty) top.children.push({ name: name!, text: '', children: [] });
      else stack.push({ name: name!, text: '', children: [] });
    }
  }
  const root = stack[0]!;
  return stack.length === 1 && root.children.length === 1 && root.text.trim() === '' ? root.children[0]! : null;
}

export const child = (element: XmlElement | undefined, name: string): XmlElement | undefined =>
  element?.children.find((found) => found.name === name);
export const textAt = (element: XmlElement | undefined, ...path: readonly string[]): string =>
  path.reduce<XmlElement | undefined>(child, element)?.text ?? '';
export const allNamed = (element: XmlElement | undefined, name: string): readonly XmlElement[] =>
  element?.children.filter((found) => found.name === name) ?? [];

const ESCAPES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&apos;' };
const escapeText = (text: string): string => text.replaceAll(/[<>&"']/g, (char) => ESCAPES[char]!);

export const writeElements = (fields: Readonly<Record<string, string>>): string =>
  Object.entries(fields)
    .map(([name, value]) => `<${name}>${escapeText(value)}</${name}>`)
    .join('');
