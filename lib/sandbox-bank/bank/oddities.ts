/** What may be odd about a day's file beside its rows: how it is spelled, whether it is whole, whether its totals are its own. */
import type { BusinessDate } from '@/lib/kernel/time';
import type { Fault } from '../faults';
import type { Bank } from './bank';
import type { StatementFile } from './sim';
import { gb18030, gbk } from './text';
import type { Merchant } from './types';

export interface Oddities {
  readonly otherEncoding: boolean;
  readonly byteOrderMark: boolean;
  readonly bareLineEnds: boolean;
  readonly trailingBlanks: boolean;
  /** Added to the total of payments that the file states about itself. */
  readonly totalOffFen: bigint;
}

/** Asked without counting: whoever fetches the same file twice gets the same file twice. */
export const struck = (bank: Bank, merchant: Merchant, date: BusinessDate, fault: Fault): Readonly<Record<string, number>> | null =>
  bank.rules.applies(fault, { channel: merchant.channel, merchantNo: merchant.merchantNo, orderNo: date, operation: 'statement' });

export function odditiesOf(bank: Bank, merchant: Merchant, date: BusinessDate): Oddities {
  const has = (fault: Fault): boolean => struck(bank, merchant, date, fault) !== null;
  return {
    otherEncoding: has('statement-other-encoding'), byteOrderMark: has('statement-byte-order-mark'), bareLineEnds: has('statement-bare-line-ends'),
    trailingBlanks: has('statement-trailing-blanks'), totalOffFen: BigInt(Math.trunc(struck(bank, merchant, date, 'statement-wrong-totals')?.deltaFen ?? 0)),
  };
}

type Encoding = 'utf-8' | 'gbk' | 'gb18030';
const encode = (text: string, encoding: Encoding): Buffer => (encoding === 'utf-8' ? Buffer.from(text, 'utf8') : encoding === 'gbk' ? gbk(text) : gb18030(text));

/** A text file as this bank writes it, or as it does today. Lines end with CR LF. */
export function spelled(text: string, usual: Encoding, odd: Oddities): Buffer {
  const blanks = odd.trailingBlanks ? text.replaceAll('\r\n', ' \t\r\n') : text;
  const ends = odd.bareLineEnds ? blanks.replaceAll('\r\n', '\n') : blanks;
  const marked = odd.byteOrderMark && !ends.startsWith('\ufeff') ? `\ufeff${ends}` : ends;
  return encode(marked, odd.otherEncoding ? (usual === 'utf-8' ? 'gb18030' : 'utf-8') : usual);
}

/** The bytes that really leave over the channel's wire. */
export function leaving(bank: Bank, merchant: Merchant, date: BusinessDate, file: StatementFile): Uint8Array {
  return struck(bank, merchant, date, 'statement-truncated') ? file.bytes.slice(0, Math.floor(file.bytes.length / 2)) : file.bytes;
}

/** Until when the address of a file is good. */
export const goodUntil = (bank: Bank, merchant: Merchant, date: BusinessDate, lifeMs: number): number =>
  bank.clock.now() + (struck(bank, merchant, date, 'statement-address-expired') ? -1_000 : lifeMs);
