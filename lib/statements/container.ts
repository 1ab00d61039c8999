/**
 * What the file is packed in: zip, gzip, zlib (UnionPay's `fileContent`) or a workbook. Everything is bounded before it is believed:
 * bytes in, entries, bytes out, ratio. Names inside archives are only labels; nothing is ever written to a disk.
 */
import { crc32, gunzip, inflate } from 'node:zlib';
import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';
import { ok, type Result } from '@/lib/kernel/result';
import { ByteFile } from './byte-file';
import { decodeText, detectEncoding } from './encoding';
import { refuse, UnreadableStatement, type StatementFailure } from './errors';
import { fileInput, sheetInput, textInput, type OpenedInput } from './input';
import { looksLikeJson, readJson } from './json-table';
import { readSheet } from './sheet';
import { readLargeWorkbook, type Parts } from './workbook-stream';

/** Smaller files are simply read; a text from here on is left on the disk. */
const ON_DISK_FROM = 4 << 20;

export const LIMITS = {
  /** Of a text on the disk, of which only a block is ever in memory. */
  textFileBytes: 4 * 2 ** 30,
  fileBytes: 512 << 20,
  unpackedBytes: 768 << 20,
  freeBytes: 16 << 20,
  ratio: 100,
  entries: 64,
  depth: 3,
  sheetBytes: 64 << 20,
  /** One call makes all of it into objects: nothing can stop it half-way. */
  jsonBytes: 8 << 20,
  /** Of a workbook, whose parts are held whole. */
  workbookBytes: 128 << 20,
} as const;

/** From here on a workbook is read row by row; below, a library that knows every kind of it makes it whole. */
const LARGE_WORKBOOK_BYTES = 6 << 20;

const OPTIONS = { lazyEntries: true, decodeStrings: false, validateEntrySizes: true, autoClose: false } as const;

/**
 * Opens whatever the bytes are packed in and gives every text or sheet inside.
 * Errors: `statements.archive-*`, `empty-file`, `too-large`, `sheet-*`, `binary-content`.
 */
export async function openContainer(content: Uint8Array | ByteFile, fileName: string): Promise<Result<OpenedInput[], StatementFailure>> {
  if (content instanceof ByteFile && content.size > ON_DISK_FROM && isPlainText(content.head(4096))) {
    if (content.size > LIMITS.textFileBytes) return refuse('statements.too-large', { bytes: content.size, limit: LIMITS.textFileBytes });
    const input = fileInput(content, fileName);
    return input.encoding === 'binary' ? refuse('statements.undecodable-text') : ok([input]);
  }
  if (content instanceof ByteFile && content.size > LIMITS.fileBytes) return refuse('statements.too-large', { bytes: content.size, limit: LIMITS.fileBytes });
  const bytes = content instanceof ByteFile ? content.all() : content;
  if (bytes.length === 0) return refuse('statements.empty-file');
  if (bytes.length > LIMITS.fileBytes) return refuse('statements.too-large', { bytes: bytes.length, limit: LIMITS.fileBytes });
  try {
    const found = await unpack(bytes, fileName, { left: LIMITS.unpackedBytes }, 0);
    return found.length === 0 ? refuse('statements.archive-empty') : ok(found);
  } catch (error) {
    if (error instanceof UnreadableStatement) return refuse(error.code, error.details);
    throw error;
  }
}

interface Budget {
  left: number;
}

const isZip = (b: Uint8Array): boolean => b[0] === 0x50 && b[1] === 0x4b && (b[2] === 3 || b[2] === 5 || b[2] === 7);
const isGzip = (b: Uint8Array): boolean => b[0] === 0x1f && b[1] === 0x8b && b[2] === 8;
const isZlib = (b: Uint8Array): boolean => b[0] === 0x78 && (b[1] === 1 || b[1] === 0x5e || b[1] === 0x9c || b[1] === 0xda);
const isOle = (b: Uint8Array): boolean => b[0] === 0xd0 && b[1] === 0xcf && b[2] === 0x11 && b[3] === 0xe0;
/** Early BIFF without a container (xls of the nineties, still written by some banks). */
const isBareBiff = (b: Uint8Array): boolean =>
  b[0] === 0x09 && (b[1] === 0 || b[1] === 2 || b[1] === 4 || b[1] === 8) && (b[2] === 4 || b[2] === 6 || b[2] === 8) && b[3] === 0;

/** Nothing that must be unpacked, and no markup or list that is read as a whole. */
export const isPlainText = (head: Uint8Array): boolean =>
  !isZip(head) && !isGzip(head) && !isZlib(head) && !isOle(head) && !isBareBiff(head) && !head.includes(0) && !/^[\s\ufeff]*[<[{]/.test(Buffer.from(head).toString('utf8'));

async function unpack(bytes: Uint8Array, name: string, budget: Budget, depth: number): Promise<OpenedInput[]> {
  if (depth > LIMITS.depth) throw new UnreadableStatement('statements.archive-bomb', { depth });
  if (isZip(bytes)) return unzip(bytes, name, budget, depth);
  if (isGzip(bytes) || isZlib(bytes)) {
    const inner = await expand(bytes, budget);
    if (inner) return unpack(inner, name.replace(/\.gz$/i, ''), budget, depth + 1);
  }
  if (isOle(bytes) || isBareBiff(bytes)) return sheets(bytes, name, null);
  const input = textInput(bytes, name);
  if (input.encoding === 'binary') throw new UnreadableStatement('statements.undecodable-text');
  if (bytes.length <= LIMITS.jsonBytes && looksLikeJson(input)) {
    const list = readJson(input.text ?? '');
    if (list) return [sheetInput(bytes, name, list, input.encoding as ReturnType<typeof detectEncoding>)];
  }
  const head = decodeText(bytes.subarray(0, 4096), input.encoding as ReturnType<typeof detectEncoding>);
  if (/<(?:html|table|meta)\b/i.test(head) || head.includes('urn:schemas-microsoft-com:office:spreadsheet')) {
    return sheets(bytes, name, input.text);
  }
  if (
    bytes.length > 0 &&
    Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1 << 20)).includes(0) &&
    !input.encoding.startsWith('utf-16')
  ) {
    throw new UnreadableStatement('statements.binary-content');
  }
  return [input];
}

async function sheets(bytes: Uint8Array, name: string, text: string | null): Promise<OpenedInput[]> {
  if (bytes.length > LIMITS.sheetBytes)
    throw new UnreadableStatement('statements.sheet-too-large', { bytes: bytes.length, limit: LIMITS.sheetBytes });
  return (await readSheet(bytes, text)).map((sheet) => sheetInput(bytes, name, sheet));
}

/** gzip or zlib, with the output bounded while it is being made. Null when it was not compressed after all. */
function expand(bytes: Uint8Array, budget: Budget): Promise<Uint8Array | null> {
  const allowed = Math.min(budget.left, Math.max(LIMITS.freeBytes, bytes.length * LIMITS.ratio));
  const method = isGzip(bytes) ? gunzip : inflate;
  return new Promise((resolve, reject) => {
    method(bytes, { maxOutputLength: allowed }, (error, out) => {
      if (!error) {
        budget.left -= out.length;
        resolve(out);
      } else if ('code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
        reject(new UnreadableStatement('statements.archive-bomb', { limit: allowed }));
      } else if (isGzip(bytes)) reject(new UnreadableStatement('statements.archive-broken', { container: 'gzip' }));
      else resolve(null);
    });
  });
}

async function openZip(bytes: Uint8Array): Promise<ZipFile> {
  try {
    return await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), OPTIONS);
  } catch {
    throw new UnreadableStatement('statements.archive-broken', { container: 'zip' });
  }
}

async function unzip(bytes: Uint8Array, name: string, budget: Budget, depth: number): Promise<OpenedInput[]> {
  const zip = await openZip(bytes);
  try {
    const entries = await listEntries(zip);
    const names = new Set(entries.map((entry) => entry.name));
    const workbook = names.has('[Content_Types].xml') || names.has('xl/workbook.xml') || names.has('content.xml');
    if (entries.length > LIMITS.entries && !workbook)
      throw new UnreadableStatement('statements.archive-too-many-files', { files: entries.length, limit: LIMITS.entries });
    const spent: Budget = { left: Math.min(budget.left, workbook ? LIMITS.workbookBytes : budget.left, Math.max(LIMITS.freeBytes, bytes.length * LIMITS.ratio)) };
    if (names.has('xl/workbook.xml') && entries.reduce((sum, { entry }) => sum + entry.uncompressedSize, 0) > LARGE_WORKBOOK_BYTES) {
      const room: Budget = { left: Math.min(budget.left, Math.max(LIMITS.freeBytes, bytes.length * LIMITS.ratio)) };
      return (await readLargeWorkbook(partsOf(zip, entries, room))).map((sheet) => sheetInput(bytes, name, sheet));
    }
    const found: OpenedInput[] = [];
    for (const { entry, name: inner } of entries) {
      const content = await readEntry(zip, entry, spent);
      if (workbook || content.length === 0) continue;
      found.push(...(await unpack(content, inner, budget, depth + 1)));
    }
    // A workbook's parts were inflated once above only to prove that they stay within the budget.
    return workbook ? sheets(bytes, name, null) : found;
  } finally {
    zip.close();
  }
}

async function listEntries(zip: ZipFile): Promise<{ entry: Entry; name: string }[]> {
  const entries: { entry: Entry; name: string }[] = [];
  if (zip.entryCount > 4096)
    throw new UnreadableStatement('statements.archive-too-many-files', { files: zip.entryCount, limit: LIMITS.entries });
  try {
    for await (const entry of zip.eachEntry()) {
      const raw = entry.fileNameRaw;
      const name = decodeText(raw, detectEncoding(raw)).split(/[\\/]/);
      const label = name.at(-1) ?? '';
      if (label === '' || name[0] === '__MACOSX') continue;
      entries.push({ entry, name: name.join('/') });
    }
  } catch {
    throw new UnreadableStatement('statements.archive-broken', { container: 'zip' });
  }
  return entries;
}

function partsOf(zip: ZipFile, entries: readonly { readonly entry: Entry; readonly name: string }[], budget: Budget): Parts {
  const byName = new Map(entries.map(({ entry, name }) => [name, entry]));
  return {
    has: (name) => byName.has(name),
    stream: (name) => entryPieces(zip, byName.get(name)!, budget),
  };
}

async function readEntry(zip: ZipFile, entry: Entry, budget: Budget): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  for await (const part of entryPieces(zip, entry, budget)) parts.push(part);
  return Buffer.concat(parts);
}

/** One entry's bytes as they come. The declared size is not believed: what comes out is counted. */
async function* entryPieces(zip: ZipFile, entry: Entry, budget: Budget): AsyncGenerator<Buffer> {
  if (entry.isEncrypted()) throw new UnreadableStatement('statements.archive-encrypted');
  if (entry.uncompressedSize > budget.left) throw new UnreadableStatement('statements.archive-bomb', { declared: entry.uncompressedSize });
  let crc = 0;
  try {
    for await (const part of await zip.openReadStreamPromise(entry)) {
      const bytes: Buffer = Buffer.isBuffer(part) ? part : Buffer.from(String(part));
      budget.left -= bytes.length;
      if (budget.left < 0) throw new UnreadableStatement('statements.archive-bomb', { limit: LIMITS.unpackedBytes });
      crc = crc32(bytes, crc);
      yield bytes;
    }
  } catch (error) {
    throw error instanceof UnreadableStatement ? error : new UnreadableStatement('statements.archive-broken', { container: 'zip' });
  }
  if (crc !== entry.crc32) throw new UnreadableStatement('statements.archive-broken', { container: 'zip', reason: 'checksum' });
}
