/** Browser-safe door of the edge: what a Server Action answers with, and what a feed says when it refuses. */
import type { Ok } from '@/lib/kernel/result';

/** A refusal ready to be shown: already in the reader's language, with a reference and never with exception text. */
export interface FailureView {
  readonly code: string;
  readonly message: string;
  /** Field path → message in the reader's language. `lines.0.amount` for nested fields. */
  readonly fields: Readonly<Record<string, string>>;
  /** What a person quotes to support; the same id is in the log and in the audit. */
  readonly reference: string;
  /** What was typed, for a form that its answer writes anew. */
  readonly typed?: Readonly<Record<string, string>>;
}

export interface Refusal {
  readonly ok: false;
  readonly error: FailureView;
}

export type ActionResult<T> = Ok<T> | Refusal;
/** For `useActionState(action, null)`: null until the form was sent. */
export type ActionState<T> = ActionResult<T> | null;

/** Body of a refused feed (`application/problem+json`, RFC 9457). */
export interface Problem {
  readonly type: string;
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly reference: string;
  readonly fields?: Readonly<Record<string, string>>;
}
export { copyKey, outward, statusOf } from './problem';
