/**
 * One-byte alphabets: every byte means something in all of them, so the letters decide. A text whose high bytes stand side by side is in a script of its own
 * (Cyrillic, Greek, …); single ones among plain letters are accents. What fits none is not guessed: a person is asked.
 */
import type { Encoding } from './encoding';

/** The most frequent letters of a script and the encodings it is written in. */
const SCRIPTS: readonly (readonly [Encoding, RegExp, RegExp])[] = [
  ['windows-1251', /[\u0400-\u04ff]/g, /[оеаинтсрвл]/gi],
  ['ibm866', /[\u0400-\u04ff]/g, /[оеаинтсрвл]/gi],
  ['koi8-r', /[\u0400-\u04ff]/g, /[оеаинтсрвл]/gi],
  ['windows-1253', /[\u0370-\u03ff]/g, /[αοιετνσρηάέίόήύώς]/gi],
  ['windows-1255', /[\u0590-\u05ff]/g, /[יוהלאמרתבנש]/g],
  ['windows-1256', /[\u0600-\u06ff]/g, /[ايلمنرتبهع]/g],
  ['windows-874', /[\u0e00-\u0e7f]/g, /[\u0e19\u0e23\u0e2d\u0e01\u0e40\u0e07\u0e27\u0e21\u0e22\u0e25\u0e32]|\u0e48|\u0e49|\u0e35/g],
];
const LEAST_SURE = 0.35;

/** `sample` is no UTF-8 and no double-byte text. `binary` when its letters fit no alphabet. */
export function byAlphabet(sample: Uint8Array): Encoding {
  // Rules drawn with one letter over and over say nothing.
  const text = Buffer.from(sample.buffer, sample.byteOffset, sample.length).toString('latin1').replace(/([\u0080-\u00ff])\1{3,}/g, ' ');
  const high = text.match(/[\u0080-\u00ff]/g)?.length ?? 0;
  const inRuns = (text.match(/[\u0080-\u00ff]{3,}/g) ?? []).join('').length;
  return inRuns > high * 0.5 ? ofScript(Buffer.from(text, 'latin1')) : western(text, high);
}

/** Cyrillic of DOS looks like broken UTF-8: its letters lie where UTF-8 has its middles, and hardly any byte lies elsewhere. */
export function isDosCyrillic(sample: Uint8Array): boolean {
  const high = sample.filter((byte) => byte >= 0x80);
  const elsewhere = high.filter((byte) => (byte > 0xb3 && byte < 0xe0 && byte !== 0xc4 && byte !== 0xcd) || (byte > 0xf1 && byte !== 0xfc)).length;
  return high.length >= 8 && elsewhere <= high.length * 0.03 && byAlphabet(sample) === 'ibm866';
}

function ofScript(bytes: Uint8Array): Encoding {
  let best: { encoding: Encoding; score: number } = { encoding: 'binary', score: LEAST_SURE };
  for (const [encoding, letters, common] of SCRIPTS) {
    const plain = new TextDecoder(encoding).decode(bytes).replace(/\p{ASCII}+/gu, ' ');
    const own = plain.match(letters)?.length ?? 0;
    const all = plain.replace(/\s/g, '').length;
    if (own === 0) continue;
    // A small letter before a capital one, again and again: capitals and small letters are exchanged, as another encoding reads them.
    const turned = (plain.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0) / own;
    const score = (own / all) * ((plain.match(common)?.length ?? 0) / own) - 2 * turned;
    if (score > best.score) best = { encoding, score };
  }
  return best.encoding;
}

const TURKISH = /Tarih|Tutar|Bakiye|Açıklama|İşlem|Hesap|Alacak|Dekont|TARİH|TUTAR|BAKİYE|AÇIKLAMA|İŞLEM/;

/** Accents among plain letters. The bytes that are signs in cp1252 never stand inside a word: there they are the letters of another alphabet. */
function western(text: string, high: number): Encoding {
  const inside = (bytes: string): number => text.match(new RegExp(`(?<=[A-Za-z\\u00c0-\\u00ff])[${bytes}](?=[A-Za-z\\u00c0-\\u00ff])`, 'g'))?.length ?? 0;
  // é ä ö ü of DOS are controls and quotes here.
  if (inside('\\u0081-\\u0089\\u008b\\u008d\\u008f\\u0090\\u0093-\\u0095\\u0098\\u0099\\u009b\\u009d') >= Math.max(2, high * 0.5)) return 'binary';
  if (/[\u00dd\u00fd\u00de\u00fe\u00d0\u00f0]/.test(text) && TURKISH.test(new TextDecoder('windows-1254').decode(Buffer.from(text, 'latin1')))) return 'windows-1254';
  const [windows, iso] = [inside('\\u00b9\\u009c\\u009f\\u00be\\u009d'), inside('\\u00b1\\u00b6\\u00bc')];
  const both = inside('\\u00b3\\u00bf');
  if (windows + iso + both === 0 || windows + iso + both < high * 0.1) return 'windows-1252';
  return iso > windows ? 'iso-8859-2' : 'windows-1250';
}
