'use server';

import { z } from 'zod';
import { consoleAction } from '@/lib/edge';
import { createPayerLink, importPayers } from '@/lib/payers';

export const importPayersAction = consoleAction(
  z.object({ file: z.instanceof(File), apply: z.stringbool() }),
  async (ctx, { file, apply }) => importPayers(ctx, { bytes: new Uint8Array(await file.arrayBuffer()), apply }), { action: 'payer.import' },
);
export const createPayerLinkAction = consoleAction(
  z.object({ payerId: z.string().min(1).max(40) }), (ctx, { payerId }) => createPayerLink(ctx, payerId),
  { action: 'payer.create-link', subject: ({ payerId }) => ({ kind: 'payer', id: payerId }) },
);
