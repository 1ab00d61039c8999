/** Chinese encodings and yuan text, as bank files carry them. */
import iconv from 'iconv-lite';
import { money, toDecimal } from '@/lib/kernel/money';

export const gbk = (text: string): Buffer => iconv.encode(text, 'gbk');
export const gb18030 = (text: string): Buffer => iconv.encode(text, 'gb18030');
export const fromGb18030 = (bytes: Uint8Array): string => iconv.decode(Buffer.from(bytes), 'gb18030');

/** `1280.00` of fen. */
export const yuan = (fen: bigint): string => toDecimal(money(fen, 'CNY'));

/** Fen of `1280.00` / `1280` / `0.5`, or null when it is no amount of at most two decimals. */
export function fenOf(text: string): bigint | null {
  const match = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(text.trim());
  return match ? BigInt(match[1]! + (match[2] ?? '').padEnd(2, '0')) : null;
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text made safe inside HTML and XML, attributes included. */
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c]!);
