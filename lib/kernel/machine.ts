/**
 * A state machine is one table. Types, legal steps, buttons, the diagram, the database's check and the full-matrix test come from it.
 * `terminal` states have no way out; an event that is not listed for a state is illegal there, and saying so is the machine's job.
 */
import { assert } from './assert';
import { err, ok, type Failure, type Result } from './result';

export interface Transition<S extends string, E extends string> {
  readonly on: E;
  readonly from: readonly S[];
  readonly to: S;
}

export interface Machine<S extends string, E extends string> {
  readonly noun: string;
  readonly initial: S;
  readonly states: readonly S[];
  readonly events: readonly E[];
  readonly transitions: readonly Transition<S, E>[];
  readonly terminal: ReadonlySet<S>;
}

export type StateOf<M> = M extends Machine<infer S, string> ? S : never;
export type EventOf<M> = M extends Machine<string, infer E> ? E : never;

export function defineMachine<const S extends string, const E extends string>(spec: {
  noun: string;
  initial: NoInfer<S>;
  states: readonly S[];
  transitions: readonly { on: E; from: readonly NoInfer<S>[]; to: NoInfer<S> }[];
}): Machine<S, E> {
  const events = [...new Set(spec.transitions.map((t) => t.on))];
  const seen = new Set<string>();
  for (const t of spec.transitions) {
    for (const from of t.from) {
      assert(!seen.has(`${from} ${t.on}`), `${spec.noun}: ${t.on} leaves ${from} twice`);
      seen.add(`${from} ${t.on}`);
    }
  }
  const terminal = new Set(spec.states.filter((s) => !spec.transitions.some((t) => t.from.includes(s))));
  return { noun: spec.noun, initial: spec.initial, states: spec.states, events, transitions: spec.transitions, terminal };
}

export type IllegalStep = Failure<'machine.illegal-step'>;

/** The state after `event`, or the refusal. Pure. */
export function step<S extends string, E extends string>(machine: Machine<S, E>, from: S, event: E): Result<S, IllegalStep> {
  const found = machine.transitions.find((t) => t.on === event && t.from.includes(from));
  return found ? ok(found.to) : err('machine.illegal-step', { noun: machine.noun, from, event });
}

export const can = <S extends string, E extends string>(machine: Machine<S, E>, from: S, event: E): boolean =>
  machine.transitions.some((t) => t.on === event && t.from.includes(from));

/** Events a person or a message could cause in this state: what buttons are drawn from. */
export const eventsFrom = <S extends string, E extends string>(machine: Machine<S, E>, from: S): E[] =>
  machine.transitions.filter((t) => t.from.includes(from)).map((t) => t.on);

/** Mermaid text of the machine, for module READMEs and docs. */
export function diagram(machine: Machine<string, string>): string {
  const lines = machine.transitions.flatMap((t) => t.from.map((from) => `  ${from} --> ${t.to}: ${t.on}`));
  const ends = [...machine.terminal].map((s) => `  ${s} --> [*]`);
  return ['stateDiagram-v2', `  [*] --> ${machine.initial}`, ...lines, ...ends].join('\n');
}
