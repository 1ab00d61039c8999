/** `application/x-www-form-urlencoded`, read down to bytes: what was signed is bytes, and one bank here writes GBK. */

const MAX_FIELDS = 200;

function percentDecoded(part: Uint8Array): Buffer | null {
  const out: number[] = [];
  for (let i = 0; i < part.length; i++) {
    const byte = part[i]!;
    if (byte !== 0x25) {
      out.push(byte === 0x2b ? 0x20 : byte);
      continue;
    }
    const pair = String.fromCharCode(part[i + 1] ?? 0, part[i + 2] ?? 0);
    if (!/^[0-9a-fA-F]{2}$/.test(pair)) return null;
    out.push(Number.parseInt(pair, 16));
    i += 2;
  }
  return Buffer.from(out);
}

/** Field names to raw values in order of appearance; null when malformed or a name appears twice (which one was signed?). */
export function formBytes(body: Uint8Array): Map<string, Buffer> | null {
  const fields = new Map<string, Buffer>();
  const bytes = Buffer.from(body);
  let from = 0;
  while (from < bytes.length) {
    const ampersand = bytes.indexOf(0x26, from);
    const end = ampersand === -1 ? bytes.length : ampersand;
    const equals = bytes.subarray(from, end).indexOf(0x3d);
    if (equals < 1) return null;
    const name = percentDecoded(bytes.subarray(from, from + equals));
    const value = percentDecoded(bytes.subarray(from + equals + 1, end));
    if (!name || !value || fields.has(name.toString('latin1')) || fields.size >= MAX_FIELDS) return null;
    fields.set(name.toString('latin1'), value);
    from = end + 1;
  }
  return fields.size > 0 ? fields : null;
}

export function textOf(bytes: Uint8Array, encoding: 'utf-8' | 'gb18030'): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Decoded fields, or null when the form or its encoding is damaged. */
export function readForm(body: Uint8Array, encoding: 'utf-8' | 'gb18030'): Record<string, string> | null {
  const fields = formBytes(body);
  if (!fields) return null;
  const decoded: Record<string, string> = Object.create(null);
  for (const [name, value] of fields) {
    const text = textOf(value, encoding);
    if (text === null) return null;
    decoded[name] = text;
  }
  return decoded;
}

export const writeForm = (fields: Readonly<Record<string, string>>): string => new URLSearchParams({ ...fields }).toString();
