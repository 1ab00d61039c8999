/**
 * The misbehaviours the sandbox bank knows, as data: what the control panel lists and what rules may name. A rule turns one on for
 * everything, one channel, one merchant or one order, always or with a probability decided by the seed.
 */
import { CALLBACK_MISBEHAVIOURS } from './misbehaviours/callbacks';
import type { Misbehaviour } from './misbehaviours/misbehaviour';
import { NETWORK_MISBEHAVIOURS } from './misbehaviours/network';
import { ORDER_MISBEHAVIOURS } from './misbehaviours/orders';
import { REFUND_MISBEHAVIOURS } from './misbehaviours/refunds';
import { STATEMENT_MISBEHAVIOURS } from './misbehaviours/statements';

export const MISBEHAVIOURS = {
  ...CALLBACK_MISBEHAVIOURS,
  ...ORDER_MISBEHAVIOURS,
  ...REFUND_MISBEHAVIOURS,
  ...NETWORK_MISBEHAVIOURS,
  ...STATEMENT_MISBEHAVIOURS,
} satisfies Readonly<Record<string, Misbehaviour>>;

export type Fault = keyof typeof MISBEHAVIOURS;
export const FAULTS = Object.keys(MISBEHAVIOURS) as Fault[];
export const isFault = (text: string): text is Fault => Object.hasOwn(MISBEHAVIOURS, text);
export const misbehaviour = (fault: Fault): Misbehaviour => MISBEHAVIOURS[fault];
