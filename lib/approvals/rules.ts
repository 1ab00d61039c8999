/** Who may give the next signature. Pure; prisma/sql/20_approvals.sql keeps the same. */
import { err, ok, type Result } from '@/lib/kernel/result';
import type { ApprovalFailure } from './errors';
import type { Step } from './flows';

export interface Signature {
  /** Index of the step it fills. */
  readonly step: number;
}

/** A right to sign: one's own, or somebody else's that was delegated. */
export interface Hat {
  /** Null: one's own. */
  readonly onBehalfOf: string | null;
  readonly roles: readonly string[];
  readonly department: string | null;
  /** Whether the owner of the right is the person who asked, also by another account. */
  readonly asked: boolean;
  /** Whether the owner of the right has signed already, also by another account or through somebody else. */
  readonly signed: boolean;
}

export interface Question {
  readonly steps: readonly Step[];
  /** Set once nobody signed in time: these roles may fill any step. */
  readonly escalatedTo: readonly string[];
}

export interface Seat {
  readonly step: number;
  readonly onBehalfOf: string | null;
}

/** Steps of the first stage that still lacks a signature. */
export function openSteps(question: Question, signed: readonly Signature[]): readonly number[] {
  const left = question.steps.map((step, index) => ({ stage: step.stage, index })).filter(({ index }) => !signed.some((s) => s.step === index));
  const stage = Math.min(...left.map((s) => s.stage));
  return left.filter((s) => s.stage === stage).map((s) => s.index);
}

/**
 * The seat this person takes. One's own right comes first (`hats[0]`); who asked or signed may not use anybody else's either. Of several seats the
 * one that fewest roles could fill is taken, so that a stage is not blocked by a generous choice.
 */
export function mayDecide(question: Question, signed: readonly Signature[], hats: readonly [Hat, ...Hat[]]): Result<Seat, ApprovalFailure> {
  const [own] = hats;
  if (own.asked) return err('approvals.own-request');
  if (own.signed) return err('approvals.already-signed');
  const open = openSteps(question, signed);
  for (const hat of hats) {
    if (hat.asked || hat.signed) continue;
    const seats = open.filter((index) => fits(question, question.steps[index]!, hat));
    const best = seats.sort((a, b) => question.steps[a]!.roles.length - question.steps[b]!.roles.length)[0];
    if (best !== undefined) return ok({ step: best, onBehalfOf: hat.onBehalfOf });
  }
  return err('approvals.not-your-step');
}

const fits = (question: Question, step: Step, hat: Hat): boolean =>
  question.escalatedTo.some((role) => hat.roles.includes(role))
  || (step.roles.some((role) => hat.roles.includes(role)) && (step.department === undefined || step.department === hat.department));
