/** A document that proves something about money: which kinds are taken, told by their first bytes, and how large they may be. */

export const DOCUMENT_BYTES_MAX = 10 * 1024 * 1024;
const DOCUMENT_TYPES = ['application/pdf', 'image/png', 'image/jpeg'] as const;
type DocumentType = (typeof DOCUMENT_TYPES)[number];
/** For a file input. */
export const DOCUMENT_ACCEPT = DOCUMENT_TYPES.join(',');

/** What a file is, by its first bytes: its name and what the browser says about it prove nothing. */
export function documentTypeOf(bytes: Uint8Array): DocumentType | null {
  const starts = (...magic: number[]) => magic.every((byte, at) => bytes[at] === byte);
  if (starts(0x25, 0x50, 0x44, 0x46, 0x2d)) return 'application/pdf';
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'image/png';
  return starts(0xff, 0xd8, 0xff) ? 'image/jpeg' : null;
}

/** A name to show and to save under: its last 80 characters, and only those no system takes for something else. */
export const documentName = (name: string): string => name.replace(/[^\p{L}\p{N} ._()（）-]/gu, '').slice(-80).replace(/^[. ]+/, '') || 'file';
