/** Who acts, for which institution, from where, at what time: passed to every command and query, never guessed. */
import type { InstitutionId, PayerId, UserId } from '@/lib/kernel/ids';
import { newId, type Clock, type Random } from '@/lib/kernel/ports';
import { systemClock, systemRandom } from './clock';
import { createLog, type Log } from './log';

export type Actor =
  | { readonly kind: 'user'; readonly userId: UserId; readonly roles: readonly string[]; readonly sessionId: string; readonly name: string }
  /** A payer who proved the right to see one payer's bills (signed link, or number and second factor). */
  | { readonly kind: 'payer'; readonly payerId: PayerId }
  | { readonly kind: 'channel'; readonly channel: string }
  | { readonly kind: 'system'; readonly name: string }
  | { readonly kind: 'nobody' };

export interface Origin {
  readonly ip: string;
  readonly device: string;
}

export interface Ctx {
  readonly actor: Actor;
  readonly institutionId: InstitutionId;
  readonly requestId: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly origin: Origin;
}

/** `user:usr_…`, `payer:pyr_…`, `channel:wechat`, `system:sweeper`: how history names an actor. */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case 'user': return `user:${actor.userId}`;
    case 'payer': return `payer:${actor.payerId}`;
    case 'channel': return `channel:${actor.channel}`;
    case 'system': return `system:${actor.name}`;
    case 'nobody': return 'nobody';
  }
}

const NO_ORIGIN: Origin = { ip: '', device: '' };

export function makeCtx(actor: Actor, institutionId: InstitutionId, options: Partial<Omit<Ctx, 'actor' | 'institutionId'>> = {}): Ctx {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? systemRandom;
  const requestId = options.requestId ?? newId('request', { clock, random });
  const log = options.log ?? createLog({ requestId, institution: institutionId });
  return { actor, institutionId, requestId, clock, random, log, origin: options.origin ?? NO_ORIGIN };
}

export const systemCtx = (name: string, institutionId: InstitutionId, options: Partial<Omit<Ctx, 'actor' | 'institutionId'>> = {}): Ctx =>
  makeCtx({ kind: 'system', name }, institutionId, options);
