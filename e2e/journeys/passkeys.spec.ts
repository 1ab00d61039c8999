/** What is approved is what was signed: a passkey made, signing in, signing one decision; a forgotten password by mail. */
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { mailedLink } from '../mails';
import { APP_URL, personOf, withCode } from '../place';
import { zh } from '../words';

/** Passkeys belong to a name: the instance's address is a number, so that they are made under localhost. */
const LOCAL = APP_URL.replace('127.0.0.1', 'localhost');

test('a signer makes a passkey, signs in with it and signs a decision with it; the page checks the signature again', async ({ enter, stranger }) => {
  test.setTimeout(120_000);
  const approval = await test.step('an administrator proposes another flow', async () => {
    const admin = await enter('administrator', 'bafang-park');
    await admin.goto('/approvals/flows?kind=suspense-return');
    await admin.getByLabel(zh('approvals.flow.expire')).fill('9');
    await admin.getByRole('button', { name: zh('approvals.flow.propose') }).click();
    await admin.getByRole('link', { name: zh('approvals.flow.openProposal') }).click();
    await expect(admin).toHaveURL(/\/approvals\/apr_/);
    return new URL(admin.url()).pathname;
  });
  const director = personOf('director', 'bafang-park');
  const page = await stranger();
  await plugIn(page);
  await test.step('the director makes a passkey: password and code are asked for', async () => {
    await signIn(page, director.email, director.password);
    await page.goto(`${LOCAL}/account`);
    const card = page.locator('#passkeys');
    await card.getByLabel(zh('identity.account.passkeys.name')).fill('办公室电脑');
    await card.getByLabel(zh('identity.account.passkeys.password')).fill(director.password);
    await withCode(director, async (code) => {
      await card.getByLabel(zh('common.factor.code')).fill(code);
      await card.getByRole('button', { name: zh('identity.account.passkeys.add') }).click();
      await expect(card.getByRole('list', { name: zh('identity.account.passkeys.title') }).getByText('办公室电脑')).toBeVisible();
    });
  });
  await test.step('and signs in with it alone', async () => {
    await page.context().clearCookies();
    await page.goto(`${LOCAL}/sign-in`);
    await page.getByRole('button', { name: zh('identity.signIn.passkey') }).click();
    await expect(page).toHaveURL(/\/today$/);
  });
  await test.step('it signs the decision', async () => {
    await page.goto(`${LOCAL}${approval}`);
    const what = { what: zh('approvals.kind.approval-flow-change') };
    await page.getByRole('button', { name: zh('approvals.decide.other.approve', what) }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByText(zh('common.factor.passkeySigns'))).toBeVisible();
    await dialog.getByRole('button', { name: zh('approvals.decide.other.approve', what) }).click();
    await expect(page.getByText(zh('approvals.step.byPasskey', { name: '办公室电脑' }))).toBeVisible();
  });
  await test.step('another device that never was theirs signs nothing', async () => {
    const other = await stranger();
    await plugIn(other);
    await other.goto(`${LOCAL}/sign-in`);
    await other.getByRole('button', { name: zh('identity.signIn.passkey') }).click();
    await expect(other).toHaveURL(/\/sign-in/);
  });
});

test('a forgotten password is chosen anew by a mailed link that works once', async ({ stranger }) => {
  const who = personOf('auditor', 'bafang-park');
  const page = await stranger();
  await page.goto('/sign-in');
  await page.getByRole('link', { name: zh('identity.signIn.forgot') }).click();
  for (const email of ['nobody@park.demo', who.email]) {
    await page.goto('/sign-in/forgot');
    await page.getByLabel(zh('identity.reset.email')).fill(email);
    await page.getByRole('button', { name: zh('identity.reset.ask') }).click();
    await expect(page.getByText(zh('identity.reset.asked'))).toBeVisible();
  }
  const link = await mailedLink(who.email, /https?:\S+\/sign-in\/reset\/\S+/);
  await page.goto(link);
  await page.getByLabel(zh('identity.reset.next')).fill('four unrelated little words');
  await page.getByRole('button', { name: zh('identity.reset.submit') }).click();
  await expect(page.getByText(zh('identity.reset.done'))).toBeVisible();
  await page.getByLabel(zh('identity.signIn.email')).fill(who.email);
  await page.getByLabel(zh('identity.signIn.password')).fill('four unrelated little words');
  await page.getByRole('button', { name: zh('identity.signIn.submit'), exact: true }).click();
  await expect(page).toHaveURL(/\/today$/);
  const again = await stranger();
  await again.goto(link);
  await expect(again.getByText(zh('identity.reset.goneTitle'))).toBeVisible();
});

/** A device of the browser's own that makes and keeps passkeys, always unlocked. */
async function plugIn(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
  await page.goto(`${LOCAL}/sign-in`);
  await page.getByLabel(zh('identity.signIn.email')).fill(email);
  await page.getByLabel(zh('identity.signIn.password')).fill(password);
  await page.getByRole('button', { name: zh('identity.signIn.submit'), exact: true }).click();
  await expect(page).toHaveURL(/\/today$/);
}
