/** Once before all specs: everybody signs in at the page, and two plans are issued so that every test has bills of its own. */
import { test as setup, expect } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { asker, billRowSchema, type BillRow } from './console-api';
import { POOL } from './fixtures';
import { APP_URL, person, ROLES, SHARED, signedInFile, type Institution, type Role } from './place';
import { zh } from './words';

setup.use({ baseURL: APP_URL });

/** The second institution is there to be kept out. */
const PEOPLE: readonly (readonly [Role, Institution])[] = [
  ...ROLES.map((role) => [role, 'sunshine'] as const), ['administrator', 'bafang-park'], ['finance-manager', 'bafang-park'],
];

setup('everybody signs in at the page', async ({ browser }) => {
  mkdirSync(SHARED, { recursive: true });
  await Promise.all(PEOPLE.map(async ([role, institution]) => {
    const context = await browser.newContext({ baseURL: APP_URL, locale: 'zh-CN' });
    const page = await context.newPage();
    const { email, password } = person(role, institution);
    await page.goto('/sign-in');
    await page.getByLabel(zh('identity.signIn.email')).fill(email);
    await page.getByLabel(zh('identity.signIn.password')).fill(password);
    await page.getByRole('button', { name: zh('identity.signIn.submit') }).click();
    await expect(page).toHaveURL(/\/today$/);
    await context.storageState({ path: signedInFile(role, institution) });
    await context.close();
  }));
});

setup('bills for every test', async ({ playwright }) => {
  const request = await playwright.request.newContext({ baseURL: APP_URL, storageState: signedInFile('administrator', 'sunshine') });
  const ask = asker(request);
  const bills: BillRow[] = [];
  const stamp = Date.now().toString(36);
  for (const code of [`e2e-a-${stamp}`, `e2e-b-${stamp}`]) {
    const { planId } = await ask('fee-plans.create', { template: 'kindergarten-monthly', code }, z.object({ planId: z.string() }));
    await ask('fee-plans.activate', { planId, version: 1 }, z.unknown());
    const cycles = await ask('bill-cycles.list', {}, z.array(z.object({ planId: z.string(), cycleKey: z.string() })));
    const cycleKey = cycles.find((one) => one.planId === planId)?.cycleKey;
    const { runId } = await ask('bill-runs.request', { planId, cycleKey }, z.object({ runId: z.string() }));
    await expect.poll(async () => (await ask('bill-runs.get', { id: runId }, z.object({ status: z.string() }))).status, { timeout: 30_000 }).toBe('done');
    bills.push(...(await ask('bills.list', { planId }, z.object({ rows: z.array(billRowSchema) }))).rows);
  }
  writeFileSync(POOL, JSON.stringify(bills));
  await request.dispose();
});
