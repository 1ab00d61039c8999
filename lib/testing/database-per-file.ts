/** Set-up of every `*.db.test.ts`: a clone of the template, named to the product before any of its modules is loaded. */
import { afterAll, inject } from 'vitest';
import { createTestDatabase, setTestDatabase } from './database';

const database = await createTestDatabase(inject('testServer'));
setTestDatabase(database);
process.env.DATABASE_APP_URL = database.appUrl;

afterAll(async () => {
  const { closeConnections } = await import('@/lib/platform/db');
  await closeConnections();
  await database.drop();
});
