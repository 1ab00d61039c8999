'use server';

import { z } from 'zod';
import { publicAction } from '@/lib/edge';
import type { ActionState } from '@/lib/edge/model';
import { findAndAdmit } from './find-and-admit';

const input = z.object({
  slug: z.string().max(63),
  number: z.string().trim().min(1).max(32),
  digits: z
    .string()
    .trim()
    .regex(/^\d{4}$/),
});

const lookUp = publicAction(input, findAndAdmit, { action: 'payer.look-up', redirectTo: () => '/pay', keeps: ['number'] });
export async function lookUpAction(previous: ActionState<unknown>, form: FormData): Promise<ActionState<unknown>> {
  return lookUp(previous as never, form) as Promise<ActionState<unknown>>;
}
