/**
 * One entry as one line of text, always the same for the same entry: what the chain is made of. The hash of the line before stands in it, so that
 * the SHA-256 of a line vouches for everything up to it.
 */
import { macOf, sameBytes } from '@/lib/platform/crypto';
import { canonical } from '@/lib/platform/idempotency';

export const GENESIS = '0'.repeat(64);

/** The columns as text, read by `ENTRY_COLUMNS` of link-entries.ts; `before` and `after` are the database's own JSON text. */
export interface EntryText {
  readonly id: bigint;
  readonly at: string;
  readonly actor_kind: string;
  readonly actor_id: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly outcome: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly request_id: string;
  readonly ip: string | null;
  readonly device: string | null;
}

const text = (value: string | null): string => JSON.stringify(value);

/** `prev`: hash of the line before in hex, or `GENESIS`. No line holds a line break. */
export function lineOf(prev: string, seq: bigint, institution: string, e: EntryText, genuine = true): string {
  return `{"prev":"${prev}","seq":${seq},"id":"${e.id}","institution":${text(institution)},"at":${text(e.at)},"actorKind":${text(e.actor_kind)},"actor":${text(e.actor_id)},`
    + `"action":${text(e.action)},"subjectKind":${text(e.subject_kind)},"subject":${text(e.subject_id)},"outcome":${text(e.outcome)},`
    + `"before":${e.before ?? 'null'},"after":${e.after ?? 'null'},"request":${text(e.request_id)},"ip":${text(e.ip)},"device":${text(e.device)}${genuine ? '' : ',"genuine":false'}}`;
}

/** What stands where an entry was removed although its link is there. */
export const gapOf = (prev: string, seq: bigint, entryId: bigint): string => `{"prev":"${prev}","seq":${seq},"id":"${entryId}","missing":true}`;

const PREV_AT = '{"prev":"'.length;
export const PREV_FROM = PREV_AT;
export const PREV_TO = PREV_AT + 64;

/** What the seal of an entry covers: everything the product was told, before the database gave it an id. */
export interface Sealed {
  readonly institutionId: string;
  readonly at: string;
  readonly actorKind: string;
  readonly actorId: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly outcome: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly requestId: string;
  readonly ip: string | null;
  readonly device: string | null;
}

const SEAL_BYTES = 16;
/** The product's keyed mark on an entry: whoever writes to the table by hand cannot make it. */
export const sealOf = (entry: Sealed): Buffer => macOf('audit-entry', canonical(entry)).subarray(0, SEAL_BYTES);

export function isGenuine(institutionId: string, e: EntryText, seal: Uint8Array | null): boolean {
  if (!seal) return false;
  const entry: Sealed = {
    institutionId, at: e.at, actorKind: e.actor_kind, actorId: e.actor_id, action: e.action, subjectKind: e.subject_kind, subjectId: e.subject_id,
    outcome: e.outcome, before: parsed(e.before), after: parsed(e.after), requestId: e.request_id, ip: e.ip, device: e.device,
  };
  return sameBytes(sealOf(entry), seal);
}

const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json));
