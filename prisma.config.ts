import { defineConfig } from 'prisma/config';

/** For the client generator only: the database's address is given at run time, and migrations are applied by scripts/db.ts. */
export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
});
