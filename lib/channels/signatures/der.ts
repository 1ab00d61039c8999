/** ASN.1 DER, as far as signatures of banks need it: strict definite lengths, bounded depth, nothing guessed. */

export interface DerNode {
  readonly tag: number;
  /** The whole element, header included. */
  readonly whole: Buffer;
  readonly body: Buffer;
}

export const TAG = { integer: 0x02, octets: 0x04, null: 0x05, oid: 0x06, sequence: 0x30, set: 0x31, context0: 0xa0 } as const;

/** The element at `from`, or null when it does not fit or its length is not written in the shortest way. */
function elementAt(bytes: Buffer, from: number): DerNode | null {
  const tag = bytes[from];
  const first = bytes[from + 1];
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) return null;
  let length = first;
  let head = 2;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count < 1 || count > 3 || from + 2 + count > bytes.length) return null;
    length = bytes.readUIntBE(from + 2, count);
    head += count;
    if (length < 0x80 || length < 2 ** (8 * (count - 1))) return null;
  }
  const end = from + head + length;
  return end > bytes.length ? null : { tag, whole: bytes.subarray(from, end), body: bytes.subarray(from + head, end) };
}

/** One element that fills the bytes exactly. */
export function readDer(bytes: Uint8Array): DerNode | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const node = elementAt(buffer, 0);
  return node?.whole.length === buffer.length ? node : null;
}

const CHILDREN_MAX = 200;

/** The elements inside; null when the inside is not made of whole elements. */
export function childrenOf(node: DerNode | undefined): DerNode[] | null {
  if (!node) return null;
  const found: DerNode[] = [];
  for (let at = 0; at < node.body.length; ) {
    const child = elementAt(node.body, at);
    if (!child || found.length >= CHILDREN_MAX) return null;
    found.push(child);
    at += child.whole.length;
  }
  return found;
}

export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const hex = body.length.toString(16);
  const length = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

/** `1.2.840.113549.1.7.2` */
export function oid(dotted: string): Buffer {
  const [a = 0, b = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [a * 40 + b, ...rest.flatMap(base128)];
  return der(TAG.oid, Buffer.from(bytes));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}
