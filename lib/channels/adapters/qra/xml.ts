/** `<xml><name><![CDATA[value]]></name>…</xml>`: one level, text or CDATA, nothing else. What is signed is names and values, not this text. */
const MAX_FIELDS = 200;
const FIELD = /<([A-Za-z_][\w.-]{0,63})>(?:<!\[CDATA\[([\s\S]*?)\]\]>|([^<]*))<\/\1>\s*/y;
const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decoded(text: string): string | null {
  let known = true;
  const plain = text.replaceAll(/&([^;&]{0,10});?/g, (_whole, name: string) => {
    if (!(name in ENTITIES)) known = false;
    return ENTITIES[name] ?? '';
  });
  return known ? plain : null;
}

/** Null for anything else, and when a name appears twice: which one was signed? */
export function readFlatXml(source: string): Record<string, string> | null {
  const text = source.replace(/^\ufeff?\s*<\?xml[^>]*\?>\s*/, '').trim();
  if (!text.startsWith('<xml>') || !text.endsWith('</xml>')) return null;
  const inner = text.slice(5, -6).trim();
  const fields: Record<string, string> = Object.create(null);
  FIELD.lastIndex = 0;
  let count = 0;
  while (FIELD.lastIndex < inner.length) {
    const match = FIELD.exec(inner);
    if (!match || match[1]! in fields || ++count > MAX_FIELDS) return null;
    const value = match[2] ?? decoded(match[3]!);
    if (value === null) return null;
    fields[match[1]!] = value;
  }
  return count > 0 ? fields : null;
}

/** A value that holds the end of a CDATA section is written as escaped text instead. */
export const writeFlatXml = (fields: Readonly<Record<string, string>>): string =>
  `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${value.includes(']]>') ? escaped(value) : `<![CDATA[${value}]]>`}</${name}>`)
    .join('')}</xml>`;

const escaped = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
