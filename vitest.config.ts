import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const skip = ['**/node_modules/**', '.next/**', '.bafang/**', 'e2e/**'];

/** `unit`: pure, and properties. `db`: on a real PostgreSQL, each file on a database of its own. */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    setupFiles: ['lib/testing/test-env.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    projects: [
      {
        extends: true,
        // One group after the other: they may not share the two cores of a small machine, and Vitest wants it said.
        test: { name: 'unit', include: ['**/*.test.{ts,tsx}'], exclude: [...skip, '**/*.db.test.ts'], sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['**/*.db.test.ts'],
          exclude: skip,
          globalSetup: ['lib/testing/test-server.ts'],
          setupFiles: ['lib/testing/database-per-file.ts'],
          maxWorkers: 3,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
