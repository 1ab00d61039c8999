/**
 * Ids are `prefix_` + 26 characters of Crockford base 32 (a ULID): 48 bits of milliseconds, 80 of randomness. They sort by time of
 * birth, say what they name, and cannot be mixed up by the compiler. They are not secrets: access is always checked.
 */
import { assert } from './assert';

export const ID_PREFIXES = {
  institution: 'ins', user: 'usr', session: 'ses', membership: 'mem', payer: 'pyr', payerGroup: 'grp', feePlan: 'fpl',
  feePlanVersion: 'fpv', billItem: 'itm', billRun: 'run', bill: 'bil', billLine: 'bln', reading: 'rdg', payment: 'pay', attempt: 'att',
  channelAccount: 'cha', refund: 'rfd', refundExecution: 'rfe', approval: 'apr', suspense: 'sus', receipt: 'rcp', journalEntry: 'jrn',
  statementFile: 'stf', statementLine: 'stl', match: 'mat', reconCase: 'rcs', reconRun: 'rrn', inbound: 'inb', outbox: 'evt',
  routingConfig: 'rcf', breakerEvent: 'bev', request: 'req', comment: 'cmt', allocation: 'alc', import: 'imp', notice: 'ntc', passkey: 'pky', creditNote: 'crn',
  reconSplit: 'spl', mapping: 'smp', dispute: 'dsp', fundAccount: 'fac', reportTemplate: 'rpt', invoice: 'inv', payerAccount: 'pac', payerAccountAsk: 'paa', feeWaiver: 'fwv',
} as const;

export type IdKind = keyof typeof ID_PREFIXES;
declare const idBrand: unique symbol;
export type Id<K extends IdKind> = string & { readonly [idBrand]: K };

export type InstitutionId = Id<'institution'>;
export type UserId = Id<'user'>;
export type PayerId = Id<'payer'>;
export type BillId = Id<'bill'>;
export type PaymentId = Id<'payment'>;
export type AttemptId = Id<'attempt'>;
export type RefundId = Id<'refund'>;
export type ChannelAccountId = Id<'channelAccount'>;

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** `atMs`: milliseconds since 1970; `random`: at least 10 bytes. Both come through ports so that a simulation can replay. */
export function makeId<K extends IdKind>(kind: K, atMs: number, random: Uint8Array): Id<K> {
  assert(random.length >= 10, 'an id needs ten random bytes');
  let time = '';
  for (let rest = atMs, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = ALPHABET[rest % 32]! + time;
  let tail = '';
  for (let i = 0; i < 10; i += 5) {
    // Five bytes are eight letters: twenty bits and twenty bits.
    const high = (random[i]! << 12) | (random[i + 1]! << 4) | (random[i + 2]! >> 4);
    const low = ((random[i + 2]! & 15) << 16) | (random[i + 3]! << 8) | random[i + 4]!;
    for (const bits of [high, low]) for (let shift = 15; shift >= 0; shift -= 5) tail += ALPHABET[(bits >> shift) & 31]!;
  }
  return `${ID_PREFIXES[kind]}_${time}${tail}` as Id<K>;
}

const SHAPE = /^[a-z]{3}_[0-9A-HJKMNP-TV-Z]{26}$/;
export const isId = <K extends IdKind>(kind: K, text: unknown): text is Id<K> =>
  typeof text === 'string' && SHAPE.test(text) && text.startsWith(`${ID_PREFIXES[kind]}_`);
