'use server';

import { retireKeys, saveAccount, testConnection } from '@/lib/channels';
import { saveAccountSchema, testConnectionSchema } from '@/lib/channels/model';
import { consoleAction } from '@/lib/edge';

export const testConnectionAction = consoleAction(testConnectionSchema, (ctx, input) => testConnection(ctx, input), { action: 'channel.test-connection' });
export const saveAccountAction = consoleAction(saveAccountSchema, saveAccount, { action: 'channel.save-account', revalidate: () => ['/channels'] });
export const retireKeysAction = consoleAction(testConnectionSchema, retireKeys, { action: 'channel.retire-keys', revalidate: () => ['/channels'] });
