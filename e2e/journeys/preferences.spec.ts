/** Language and theme: by the browser first, by choice afterwards, kept. */
import { expect, test } from '../fixtures';
import { en, zh } from '../words';

test('the page speaks the browser’s language, changes on request and keeps the choice', async ({ stranger }) => {
  const page = await stranger({ locale: 'en-GB' });
  await page.goto('/sign-in');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByRole('heading', { name: en('identity.signIn.title') })).toBeVisible();
  await page.getByRole('button', { name: en('common.language.switch') }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await expect(page.getByRole('heading', { name: zh('identity.signIn.title') })).toBeVisible();
  await page.goto('/find');
  await expect(page.getByRole('heading', { name: zh('pay.find.title') })).toBeVisible();
});

test('the console changes its language where one stands', async ({ enter }) => {
  const page = await enter('accountant');
  await page.goto('/payments');
  await expect(page.getByRole('heading', { level: 1, name: zh('payments.title') })).toBeVisible();
  await page.getByRole('button', { name: zh('common.language.switch') }).click();
  await expect(page.getByRole('heading', { level: 1, name: en('payments.title') })).toBeVisible();
  await expect(page).toHaveURL(/\/payments$/);
});

for (const theme of ['light', 'dark', 'contrast'] as const) {
  test(`the ${theme} theme is chosen by hand, applied at once and kept`, async ({ stranger }) => {
    const page = await stranger();
    await page.goto('/find');
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'system');
    await page.getByLabel(zh('common.theme.label', { theme: zh('common.theme.system') })).click();
    await page.getByRole('button', { name: zh(`common.theme.${theme}`) }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
    await page.goto('/sign-in');
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
  });
}
