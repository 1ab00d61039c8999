/**
 * Which encoding bytes are in, decided by rules and never by statistics: detectors call short GBK files "Big5". Order: byte order mark,
 * UTF-16 without a mark, strict UTF-8, an encoding that the format itself declares, double-byte texts by their words and letters (GB18030 by its trail
 * bytes), and last the one-byte alphabets (`alphabets.ts`).
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { byAlphabet, isDosCyrillic } from './alphabets';
import type { ByteFile } from './byte-file';

export type Encoding =
  | 'ascii'
  | 'utf-8'
  | 'utf-8-bom'
  | 'gb18030'
  | 'utf-16le'
  | 'utf-16be'
  | 'windows-1252'
  | 'windows-1251'
  | 'windows-1250'
  | 'shift_jis'
  | 'euc-kr'
  | 'big5'
  | 'windows-1253'
  | 'windows-1254'
  | 'windows-1255'
  | 'windows-1256'
  | 'windows-874'
  | 'iso-8859-2'
  | 'koi8-r'
  | 'ibm866'
  | 'euc-jp'
  | 'binary';

const LABELS: Record<Exclude<Encoding, 'binary'>, string> = {
  ascii: 'utf-8',
  'utf-8': 'utf-8',
  'utf-8-bom': 'utf-8',
  gb18030: 'gb18030',
  'utf-16le': 'utf-16le',
  'utf-16be': 'utf-16be',
  'windows-1252': 'windows-1252',
  'windows-1251': 'windows-1251',
  'windows-1250': 'windows-1250',
  shift_jis: 'shift_jis',
  'euc-kr': 'euc-kr',
  big5: 'big5',
  'windows-1253': 'windows-1253',
  'windows-1254': 'windows-1254',
  'windows-1255': 'windows-1255',
  'windows-1256': 'windows-1256',
  'windows-874': 'windows-874',
  'iso-8859-2': 'iso-8859-2',
  'koi8-r': 'koi8-r',
  ibm866: 'ibm866',
  'euc-jp': 'euc-jp',
};
const SAMPLE = 65_536;

export function detectEncoding(bytes: Uint8Array): Encoding {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return validUtf8(bytes) ? 'utf-8-bom' : 'windows-1252';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) return 'gb18030';
  const wide = wideWithoutMark(bytes.subarray(0, 4096));
  if (wide) return wide;
  if (isAscii(bytes)) return 'ascii';
  if (validUtf8(bytes)) return 'utf-8';
  return declared(bytes) ?? (isDosCyrillic(bytes.subarray(0, SAMPLE)) ? 'ibm866' : null) ?? mixed(bytes.subarray(0, SAMPLE)) ?? eastAsian(bytes) ?? damaged(bytes.subarray(0, SAMPLE)) ?? byAlphabet(bytes.subarray(0, SAMPLE));
}

/** What a large file's first bytes decide when it is not UTF-8; that it is UTF-8 is proven to its last byte. */
const DECIDING_BYTES = 8 << 20;

export function detectFileEncoding(file: ByteFile): Encoding {
  const head = file.head(DECIDING_BYTES);
  const guess = detectEncoding(head);
  if (file.size <= head.length || (guess !== 'ascii' && guess !== 'utf-8' && guess !== 'utf-8-bom')) return guess;
  let ascii = true;
  let rest: Uint8Array = new Uint8Array(0);
  for (const piece of file.pieces(1 << 20)) {
    if (ascii && rest.length === 0 && isAscii(piece)) continue;
    ascii = false;
    const bytes = Buffer.concat([rest, piece]);
    const cut = wholeCharacters(bytes);
    if (!isUtf8(bytes.subarray(0, cut))) return declared(head) ?? 'gb18030';
    rest = bytes.subarray(cut);
  }
  return ascii ? 'ascii' : guess === 'ascii' ? 'utf-8' : guess;
}

/** Up to where no character of UTF-8 is cut. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length - back + 1;
    if (byte >= 0xc0) return bytes.length - back;
  }
  return bytes.length;
}

/** A file cut off in the middle of a character is still UTF-8: up to three last bytes may be missing. */
function validUtf8(bytes: Uint8Array): boolean {
  for (let cut = 0; cut <= 3 && cut <= bytes.length; cut++) {
    if (cut > 0 && bytes[bytes.length - cut]! < 0x80) return false;
    if (isUtf8(bytes.subarray(0, bytes.length - cut))) return true;
  }
  return false;
}

/** ASCII in UTF-16 has a NUL in every second byte; no other text has. */
function wideWithoutMark(sample: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  const pairs = sample.length / 2;
  if (odd > pairs * 0.2 && even < pairs * 0.02) return 'utf-16le';
  if (even > pairs * 0.2 && odd < pairs * 0.02) return 'utf-16be';
  return null;
}

/** Some formats say their encoding in ASCII; believed only when the bytes are not UTF-8, because the claim is often wrong. */
function declared(bytes: Uint8Array): Encoding | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 2048)).toString('latin1');
  if (head.startsWith('1CClientBankExchange')) return /\r?\n[^\r\n=]{4,24}=DOS/.test(head) ? 'ibm866' : 'windows-1251';
  const always = ONE_ALPHABET.find(([shape]) => shape.test(head));
  if (always) return always[1];
  const said = /^\s*OFXHEADER/.test(head) ? (/^CHARSET:\s*(\S{1,20})/m.exec(head)?.[1] ?? '1252') : /^\s*<\?xml[^>]{0,200}encoding=["']([A-Za-z0-9_-]{1,20})["']/.exec(head)?.[1];
  return said === undefined ? null : (DECLARED[said.toLowerCase()] ?? (head.trimStart().startsWith('OFX') ? 'windows-1252' : null));
}

/** Records that are always written so: half-width letters of Japanese banks (Zengin) are single bytes that any double-byte text has, and Czech ones (ABO) have few accents. */
const ONE_ALPHABET: readonly (readonly [RegExp, Encoding])[] = [[/^1(?:01|03)[01]\d{22}/, 'shift_jis'], [/^074\d{16}[^\r\n]{20}\d{20}[+-]\d{14}[+-]/, 'windows-1250']];

const DECLARED: Readonly<Record<string, Encoding>> = {
  gbk: 'gb18030', gb2312: 'gb18030', gb18030: 'gb18030', big5: 'big5', shift_jis: 'shift_jis', 'euc-jp': 'euc-jp', 'euc-kr': 'euc-kr', latin1: 'windows-1252',
  'iso-8859-1': 'windows-1252', 'iso-8859-15': 'windows-1252', 'iso-8859-2': 'iso-8859-2', 'iso-8859-9': 'windows-1254', 'koi8-r': 'koi8-r',
  ...Object.fromEntries([1250, 1251, 1252, 1253, 1254, 1255, 1256].flatMap((n) => [[`windows-${n}`, `windows-${n}`], [`${n}`, `windows-${n}`]])),
};

/** Strictly decodable, and the second bytes of two-byte characters are where common Chinese has them (above 0xA0). */
function looksChinese(bytes: Uint8Array): boolean {
  if (!decodes(bytes, 'gb18030')) return false;
  let pairs = 0;
  let high = 0;
  const end = Math.min(bytes.length - 1, 4 * SAMPLE);
  for (let i = 0; i < end; i++) {
    if (bytes[i]! < 0x81) continue;
    const trail = bytes[i + 1]!;
    if (trail >= 0x40) {
      pairs++;
      if (trail >= 0xa1) high++;
      i += 1;
    } else if (trail >= 0x30 && trail <= 0x39) i += 3;
  }
  return pairs === 0 || high / pairs >= 0.7;
}

/**
 * Double-byte texts. All of them decode strictly as several encodings, so the letters decide: kana are Japanese, hangul Korean; Chinese is
 * simplified unless the second bytes are where only Big5 has them.
 */
function eastAsian(bytes: Uint8Array): Encoding | null {
  const sample = bytes.subarray(0, SAMPLE);
  const tells = (label: Encoding, letters: RegExp, least: number): boolean => {
    if (!decodes(bytes, label)) return false;
    const text = decoderOf(label).decode(sample, { stream: true }).replace(/\p{ASCII}/gu, '');
    return text.length >= 4 && (text.match(letters)?.length ?? 0) >= text.length * least;
  };
  const japanese = (label: Encoding): boolean => decodes(bytes, label) && JAPANESE_WORDS.test(decoderOf(label).decode(sample, { stream: true }));
  if (japanese('shift_jis')) return 'shift_jis';
  if (japanese('euc-jp') && !commonChinese(sample)) return 'euc-jp';
  // Half-width kana are single bytes that any double-byte text has, so they do not count.
  if (tells('shift_jis', /[\u3040-\u30ff\u4e00-\u9fff]/g, 0.95) && tells('shift_jis', /[\u3040-\u30ff]/g, 0.15)) return 'shift_jis';
  if (looksChinese(bytes)) return tells('euc-kr', /[\uac00-\ud7a3]/g, 0.9) && !commonChinese(sample) ? 'euc-kr' : 'gb18030';
  return leadsAreCommonBig5(sample) && tells('big5', /[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef]/g, 0.98) ? 'big5' : null;
}

const JAPANESE_WORDS = /日付|取引|年月日|入金|出金|残高|お引出|お預|預入|支払|勘定日|振込|ご利用/;

/** Frequently used characters begin with A4 to C6 in Big5; accented western letters before a plain one rarely do. */
function leadsAreCommonBig5(sample: Uint8Array): boolean {
  let [pairs, common] = [0, 0];
  for (let i = 0; i < sample.length; i++) {
    if (sample[i]! < 0x81) continue;
    pairs++;
    if (sample[i]! >= 0xa1 && sample[i]! <= 0xc6) common++;
    i++;
  }
  return pairs >= 4 && common >= pairs * 0.8;
}

/** Words that stand in every Chinese statement. */
const commonChinese = (sample: Uint8Array): boolean =>
  /[的日期额收支金交易账户余商号时间对方]/.test(decoderOf('gb18030').decode(sample, { stream: true }).slice(0, 4000));

const BANK_WORDS = /日期|金额|交易|余额|收入|支出|摘要|账号|商户|订单/;

/** Characters of UTF-8 among the high bytes: whole ones, those of three bytes and more, bytes that belong to none. */
function utf8Parts(sample: Uint8Array): { good: number; wide: number; bad: number; high: number } {
  const parts = { good: 0, wide: 0, bad: 0, high: 0 };
  const follows = (at: number): boolean => at < sample.length && sample[at]! >= 0x80 && sample[at]! < 0xc0;
  for (let i = 0; i < sample.length; i++) {
    const byte = sample[i]!;
    if (byte < 0x80) continue;
    parts.high++;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc2 ? 2 : 1;
    if (length === 1 || !follows(i + 1) || (length > 2 && !follows(i + 2)) || (length > 3 && !follows(i + 3))) {
      parts.bad++;
      continue;
    }
    parts.good++;
    if (length > 2) parts.wide++;
    parts.high += length - 1;
    i += length - 1;
  }
  return parts;
}

/** Half UTF-8 and half something else is no text that anybody wrote: it is refused (`binary`), because sides and amounts would be guessed. */
function mixed(sample: Uint8Array): Encoding | null {
  const { wide, bad, good, high } = utf8Parts(sample);
  return wide >= 4 && wide * 3 >= high * 0.25 && bad > 1 + good * 0.1 ? 'binary' : null;
}

/** Almost UTF-8, or almost Chinese: a few bytes were broken, and reading on as a western text would turn every caption into signs. */
function damaged(sample: Uint8Array): Encoding | null {
  const { good, bad } = utf8Parts(sample);
  if (good >= 2 && bad <= 1 + good * 0.1) return 'utf-8';
  const chinese = decoderOf('gb18030').decode(sample, { stream: true });
  const broken = chinese.match(/\ufffd/g)?.length ?? 0;
  return BANK_WORDS.test(chinese) && broken <= chinese.length * 0.02 ? 'gb18030' : null;
}

function decodes(bytes: Uint8Array, label: string): boolean {
  const decoder = new TextDecoder(label, { fatal: true });
  try {
    for (let at = 0; at < bytes.length; at += 1 << 20) decoder.decode(bytes.subarray(at, at + (1 << 20)), { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The whole text. Bytes were proven decodable; an incomplete last character is dropped. */
export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
  return encoding === 'binary' ? '' : decoderOf(encoding).decode(bytes, { stream: true });
}

export function decoderOf(encoding: string): TextDecoder {
  return new TextDecoder(LABELS[encoding as Exclude<Encoding, 'binary'>] ?? 'utf-8');
}
