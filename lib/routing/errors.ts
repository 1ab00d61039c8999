/** Everything routing refuses, by name. Copy under `bank-health.errors.routing.<code>`. */
import type { Failure } from '@/lib/kernel/result';

export type RoutingErrorCode =
  | 'routing.alarm-not-found' | 'routing.window-ends-before-it-starts'
  // Some fee plan in force could be paid through fewer than three channels; `plans` names them. May be accepted knowingly.
  | 'routing.too-few-channels'
  // Some fee plan in force could not be paid at all.
  | 'routing.nobody-left'
  | 'routing.proposal-pending' | 'routing.unchanged' | 'routing.starts-in-the-past'
  | 'routing.hold-subject-not-found' | 'routing.hold-is-over' | 'routing.hold-not-found' | 'routing.too-many-holds';
export type RoutingFailure = Failure<RoutingErrorCode>;
