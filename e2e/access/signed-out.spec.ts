/** Whoever is not signed in sees the sign-in page and nothing else; programs without a session or from elsewhere are refused. */
import { callOperation } from '../console-api';
import { expect, test } from '../fixtures';
import { DESKS, detailsOf, settled } from '../pages';
import { APP_URL, BANK_URL, person, signedInFile } from '../place';
import { zh } from '../words';

test('every console page sends a stranger to the sign-in page and back after it', async ({ stranger }) => {
  const page = await stranger();
  for (const path of [...DESKS, ...detailsOf(settled())]) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    const location = answer.headers()['location'] ?? /url=([^"]+)"/.exec(await answer.text())?.[1] ?? '';
    expect(`${path} → ${decodeURIComponent(location)}`).toBe(`${path} → /sign-in?next=${path}`);
  }
  const { email, password } = person('auditor');
  await page.goto('/audit');
  await page.getByLabel(zh('identity.signIn.email')).fill(email);
  await page.getByLabel(zh('identity.signIn.password')).fill(password);
  await page.getByRole('button', { name: zh('identity.signIn.submit') }).click();
  await expect(page).toHaveURL(/\/audit$/);
});

test('an address that leads elsewhere after signing in is not followed', async ({ stranger }) => {
  const page = await stranger();
  const { email, password } = person('auditor');
  await page.goto(`/sign-in?next=${encodeURIComponent('//evil.example/today')}`);
  await page.getByLabel(zh('identity.signIn.email')).fill(email);
  await page.getByLabel(zh('identity.signIn.password')).fill(password);
  await page.getByRole('button', { name: zh('identity.signIn.submit') }).click();
  await expect(page).toHaveURL(`${APP_URL}/today`);
});

test('five wrong passwords lock the account, the right one then is answered alike, and the page says so before it happens', async ({ stranger }) => {
  const page = await stranger();
  const { email, password } = person('cashier', 'bafang-park');
  const attempt = async (typed: string) => {
    await page.getByLabel(zh('identity.signIn.email')).fill(email);
    await page.getByLabel(zh('identity.signIn.password')).fill(typed);
    const answered = page.waitForResponse((response) => response.request().method() === 'POST' && response.url().includes('/sign-in'));
    await page.getByRole('button', { name: zh('identity.signIn.submit') }).click();
    await answered;
    await expect(page.getByRole('alert').filter({ hasText: zh('errors.identity.sign-in-refused') })).toBeVisible();
    // The password never stays; the e-mail does.
    await expect(page.getByLabel(zh('identity.signIn.password'))).toHaveValue('');
    await expect(page.getByLabel(zh('identity.signIn.email'))).toHaveValue(email);
  };
  await page.goto('/sign-in');
  for (let n = 1; n <= 5; n++) await attempt(`wrong-password-${n}`);
  await attempt(password);
  await page.goto('/today');
  await expect(page).toHaveURL(/\/sign-in/);
});

test('ending a session ends it everywhere at once', async ({ stranger }) => {
  const page = await stranger();
  const { email, password } = person('cashier');
  await page.goto('/sign-in');
  await page.getByLabel(zh('identity.signIn.email')).fill(email);
  await page.getByLabel(zh('identity.signIn.password')).fill(password);
  await page.getByRole('button', { name: zh('identity.signIn.submit') }).click();
  await expect(page).toHaveURL(/\/today$/);
  const kept = await page.context().storageState();
  await page.getByRole('button', { name: /周婷/ }).click();
  await page.getByRole('button', { name: zh('shell.user.signOut') }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  const thief = await stranger({ storageState: kept });
  await thief.goto('/payments');
  await expect(thief).toHaveURL(/\/sign-in/);
});

test('the API refuses who has no session, no header of ours, another origin, or asks for what does not exist', async ({ playwright, stranger }) => {
  const nobody = (await stranger()).request;
  const signedIn = await playwright.request.newContext({ baseURL: APP_URL, storageState: signedInFile('accountant', 'sunshine') });
  const statusOf = async (request: typeof nobody, operation: string, headers: Record<string, string>) =>
    (await callOperation(request, operation, {}, headers)).status();
  const ours = { 'x-bafang-request': 'e2e' };
  expect(await statusOf(nobody, 'payments.list', ours)).toBe(401);
  expect(await statusOf(signedIn, 'payments.list', ours)).toBe(200);
  expect(await statusOf(signedIn, 'payments.list', {})).toBeGreaterThanOrEqual(400);
  expect(await statusOf(signedIn, 'payments.list', { ...ours, origin: 'https://evil.example' })).toBeGreaterThanOrEqual(400);
  expect(await statusOf(signedIn, 'payments.list', { ...ours, origin: BANK_URL })).toBeGreaterThanOrEqual(400);
  expect(await statusOf(signedIn, 'payments.delete', ours)).toBe(404);
  await signedIn.dispose();
});

test('the feeds of the console tell a stranger nothing', async ({ stranger }) => {
  const { request } = await stranger();
  const feeds = [
    'bank-health?window=1h', 'bill-runs', 'route-shares?amountMinor=1', 'open-bills', 'search?q=S2026', 'recon-overview',
    `pay-status?payment=${settled().payment}`,
  ];
  for (const feed of feeds) {
    const answer = await request.get(`/api/feeds/${feed}`, { maxRedirects: 0 });
    expect(`${feed} ${answer.status()}`).toBe(`${feed} 401`);
    expect((await answer.text()).length).toBeLessThan(400);
  }
});
