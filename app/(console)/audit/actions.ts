'use server';

import { z } from 'zod';
import { consoleAction } from '@/lib/edge';
import { verifyAuditNow } from '@/lib/identity';

export const verifyAuditAction = consoleAction(z.object({}), verifyAuditNow, { action: 'evidence.verify', revalidate: () => ['/audit'] });
