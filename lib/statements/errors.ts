/** Refusals of a whole file: the cause as a code, and the next step as a code in `details.next`. */
import { err, type Err, type Failure } from '@/lib/kernel/result';
import type { NextStep, RefusalCode } from './model';

export type StatementFailure = Failure<RefusalCode>;

const NEXT: Record<RefusalCode, NextStep> = {
  'statements.empty-file': 'statements.next-download-again',
  'statements.too-large': 'statements.next-split-by-day',
  'statements.archive-broken': 'statements.next-download-again',
  'statements.archive-encrypted': 'statements.next-remove-password',
  'statements.archive-too-many-files': 'statements.next-choose-statement',
  'statements.archive-bomb': 'statements.next-choose-statement',
  'statements.archive-empty': 'statements.next-download-again',
  'statements.binary-content': 'statements.next-choose-statement',
  'statements.undecodable-text': 'statements.next-export-as-csv',
  'statements.xml-forbidden': 'statements.next-download-again',
  'statements.sheet-broken': 'statements.next-export-as-csv',
  'statements.sheet-too-large': 'statements.next-export-as-csv',
  'statements.not-a-statement': 'statements.next-choose-statement',
  'statements.unknown-format': 'statements.next-map-columns',
  'statements.unreadable': 'statements.next-export-as-csv',
  'statements.out-of-memory': 'statements.next-export-as-csv',
  'statements.out-of-time': 'statements.next-export-as-csv',
};

export const refuse = (code: RefusalCode, details: Readonly<Record<string, string | number>> = {}): Err<StatementFailure> =>
  err(code, { ...details, next: NEXT[code] });

/** Thrown inside a reader when the file cannot be what it said it was; `inspect` turns it into the refusal it carries. */
export class UnreadableStatement extends Error {
  override name = 'UnreadableStatement';
  constructor(
    readonly code: RefusalCode,
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {
    super(code);
  }
}
