'use server';

import { z } from 'zod';
import { consoleAction } from '@/lib/edge';
import { createPayerLink, revokeLinksInput, revokePayerLinks, saveAttribute, saveGroup } from '@/lib/payers';
import { attributeTypeSchema, linkKindSchema, saveGroupInput } from '@/lib/payers/model';

export const createPayerLinkAction = consoleAction(
  z.object({ payerId: z.string().min(1).max(40), kind: linkKindSchema.optional() }), (ctx, { payerId, kind }) => createPayerLink(ctx, payerId, kind),
  { action: 'payer.create-link', subject: ({ payerId }) => ({ kind: 'payer', id: payerId }) },
);
export const revokePayerLinksAction = consoleAction(revokeLinksInput, revokePayerLinks, {
  action: 'payer.revoke-links', subject: ({ payerId }) => ({ kind: 'payer', id: payerId }),
});
export const saveGroupAction = consoleAction(saveGroupInput, saveGroup, { action: 'payer.save-group', revalidate: () => ['/payers'] });
export const saveAttributeAction = consoleAction(attributeTypeSchema, saveAttribute, { action: 'payer.save-attribute', revalidate: () => ['/payers'] });
