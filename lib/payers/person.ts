/** Personal fields: sealed at rest, found by blind index, masked unless somebody may read them. The only file that opens them. */
import type { InstitutionId } from '@/lib/kernel/ids';
import { blindIndex, openText, seal } from '@/lib/platform/crypto';

/** Hides a name but keeps it recognisable to somebody who knows it: 李小明 → 李*明, 欧阳小明 → 欧**明, Anna Berg → A*** B***. */
export function maskName(name: string): string {
  if (/^[\p{Script=Latin}\s.'-]+$/u.test(name)) return name.split(/\s+/).map((word) => `${[...word][0] ?? ''}***`).join(' ');
  const letters = [...name];
  if (letters.length <= 1) return '*';
  if (letters.length === 2) return `${letters[0]!}*`;
  return `${letters[0]!}${'*'.repeat(Math.min(letters.length - 2, 6))}${letters[letters.length - 1]!}`;
}

export const maskPhone = (phone: string): string => (phone.length < 7 ? '***' : `${phone.slice(0, 3)}****${phone.slice(-4)}`);

/** lihua@example.com → l***@example.com */
export const maskEmail = (email: string): string => email.replace(/^(.)[^@]*/, '$1***');

export const sealName = (payerId: string, name: string) => seal(`payer/name/${payerId}`, name);
export const sealPhone = (payerId: string, phone: string) => seal(`payer/phone/${payerId}`, phone);
export const sealEmail = (payerId: string, email: string) => seal(`payer/email/${payerId}`, email);
export const nameIndex = (institutionId: InstitutionId, name: string) => blindIndex('payer-name', institutionId, name);
/** Number and the phone's last four together: the last four alone would let equal endings be seen in the table. */
export const lookupIndex = (institutionId: InstitutionId, number: string, phoneLast4: string) =>
  blindIndex('payer-lookup', institutionId, `${number}\n${phoneLast4}`);

export interface SealedPerson {
  readonly id: string;
  readonly name_sealed: Uint8Array;
  readonly phone_sealed: Uint8Array | null;
  readonly email_sealed?: Uint8Array | null;
}

/** Name and phone, whole when `personal`, masked otherwise. */
export function openPerson(row: SealedPerson, personal: boolean): { name: string; phone: string | null; email: string | null } {
  const name = openText(`payer/name/${row.id}`, row.name_sealed);
  const phone = row.phone_sealed ? openText(`payer/phone/${row.id}`, row.phone_sealed) : null;
  const email = row.email_sealed ? openText(`payer/email/${row.id}`, row.email_sealed) : null;
  return personal
    ? { name, phone, email }
    : { name: maskName(name), phone: phone === null ? null : maskPhone(phone), email: email === null ? null : maskEmail(email) };
}
