'use server';

import { z } from 'zod';
import { endWaiver, endWaiverInput, requestWaiver } from '@/lib/bill-items';
import { waiverInput } from '@/lib/bill-items/model';
import { consoleAction } from '@/lib/edge';
import { createPayerLink, revokeLinksInput, revokePayerLinks, saveAttribute, saveGroup, savePayer } from '@/lib/payers';
import { attributeTypeSchema, linkKindSchema, saveGroupInput, savePayerInput } from '@/lib/payers/model';

export const createPayerLinkAction = consoleAction(
  z.object({ payerId: z.string().min(1).max(40), kind: linkKindSchema.optional() }), (ctx, { payerId, kind }) => createPayerLink(ctx, payerId, kind),
  { action: 'payer.create-link', subject: ({ payerId }) => ({ kind: 'payer', id: payerId }) },
);
export const revokePayerLinksAction = consoleAction(revokeLinksInput, revokePayerLinks, {
  action: 'payer.revoke-links', subject: ({ payerId }) => ({ kind: 'payer', id: payerId }),
});
export const saveGroupAction = consoleAction(saveGroupInput, saveGroup, { action: 'payer.save-group', revalidate: () => ['/payers'] });
export const saveAttributeAction = consoleAction(attributeTypeSchema, saveAttribute, { action: 'payer.save-attribute', revalidate: () => ['/payers'] });
export const savePayerAction = consoleAction(savePayerInput, savePayer, { action: 'payer.save', revalidate: () => ['/payers'] });
export const requestWaiverAction = consoleAction(waiverInput, requestWaiver, { action: 'payer.ask-waiver', subject: ({ payerId }) => ({ kind: 'payer', id: payerId }) });
export const endWaiverAction = consoleAction(endWaiverInput, endWaiver, { action: 'payer.end-waiver' });
