import { defineConfig, devices } from '@playwright/test';

const executablePath = process.env.BAFANG_CHROMIUM;
const root = process.getuid?.() === 0;

/** Against the real thing: web, worker and sandbox bank on free ports, started by lib/testing/instance.ts on a database of their own. */
export default defineConfig({
  testDir: 'e2e',
  globalSetup: './lib/testing/instance.ts',
  outputDir: 'test-results',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  projects: [
    { name: 'setup', testMatch: '**/*.setup.ts' },
    { name: 'specs', dependencies: ['setup'], testIgnore: ['**/*.setup.ts', '**/*.alone.spec.ts'] },
    // What disturbs everybody else's payments comes after them.
    { name: 'alone', dependencies: ['specs'], testMatch: '**/*.alone.spec.ts' },
  ],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    actionTimeout: 15_000,
    navigationTimeout: 20_000,
    // Without a film of every page: it costs a third of the time, and what was on the page is in the snapshots.
    trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: false },
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath && { executablePath }),
      args: ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', ...(root ? ['--no-sandbox'] : [])],
    },
  },
});
