/** From nobody to the first paid bill: sign-up, template, thirty payers from a GBK file, first bills, one paid. No more than three minutes of browser time. */
import iconv from 'iconv-lite';
import { expect, PHONE, test } from '../fixtures';
import { zh } from '../words';
import { confirmAtBank, expectPaid } from './paying';

const MAX_MS = 180_000;
test.describe.configure({ timeout: MAX_MS + 30_000 });

const NUMBERS = Array.from({ length: 30 }, (_, i) => i + 1);
/** As Excel in China saves it, with a row that is bad. */
const FILE = iconv.encode(
  ['学号,姓名,手机,班级,就餐天数,校车,二孩', ...NUMBERS.map((i) => `C${String(i).padStart(3, '0')},孩子${i},1370000${String(i).padStart(4, '0')},大一班,20,no,no`), 'C031,,13700000031,大一班,20,no,no'].join('\r\n'),
  'gbk',
);

test('somebody who was nobody founds an institution, bills thirty children and sees the first bill paid', async ({ stranger }) => {
  const startedAt = performance.now();
  const page = await stranger();
  const tag = Date.now().toString(36);
  await test.step('six answers found the institution', async () => {
    await page.goto('/sign-in');
    await page.getByRole('link', { name: zh('identity.signIn.signUp') }).click();
    await page.getByLabel(zh('start.signUp.institution')).fill('晨星幼儿园');
    await page.getByLabel(zh('start.signUp.slug')).fill(`morning-${tag}`);
    await page.getByLabel(zh('start.signUp.name')).fill('陈园长');
    await page.getByLabel(zh('start.signUp.email')).fill(`head-${tag}@morning.example`);
    await page.getByLabel(zh('start.signUp.password')).fill('seven quiet paper boats');
    await page.getByRole('button', { name: zh('start.signUp.submit') }).click();
    await expect(page.getByRole('heading', { name: zh('start.plan.title') })).toBeVisible();
  });
  await test.step('the template of the industry becomes the plan', async () => {
    await page.getByRole('button', { name: zh('start.plan.submit') }).click();
    await expect(page.getByRole('heading', { name: zh('start.payers.title') })).toBeVisible();
  });
  await test.step('thirty payers come from a GBK file, the bad row is named and left out', async () => {
    await page.getByRole('link', { name: zh('start.payers.import') }).click();
    await page.locator('input[type="file"]').setInputFiles({ name: '名单.csv', mimeType: 'text/csv', buffer: FILE });
    await expect(page.getByText(zh('payers.import.causes.missing-name'))).toBeVisible();
    await expect(page.getByRole('button', { name: zh('imports.badFile') })).toBeVisible();
    await page.getByRole('button', { name: zh('imports.apply', { things: zh('payers.import.count', { count: 30 }) }) }).click();
    await expect(page.getByText(zh('imports.done', { things: zh('payers.import.count', { count: 30 }) }))).toBeVisible();
    await page.goto('/start');
  });
  await test.step('the first bills go out', async () => {
    await page.getByRole('button', { name: zh('start.bills.submit', { count: 30 }) }).click();
    await expect(page.getByRole('heading', { name: zh('start.pay.title', { count: 30 }) })).toBeVisible({ timeout: 30_000 });
  });
  const payer = await stranger(PHONE);
  await test.step('a payer opens the link on a phone and pays', async () => {
    await page.getByRole('button', { name: zh('start.pay.link') }).click();
    await payer.goto((await page.getByRole('link', { name: zh('start.pay.open') }).getAttribute('href')) ?? '');
    await payer.getByRole('button', { name: zh('pay.owed.pay', { amount: '¥1,100.00' }) }).click();
    await payer.locator('input[name="channel"][value="wechat"]').check();
    await payer.getByRole('button', { name: /1,100\.00/ }).click();
    const [phone] = await Promise.all([payer.waitForEvent('popup'), payer.getByRole('link', { name: zh('pay.qr.sandboxPhone') }).click()]);
    await confirmAtBank(phone);
    await expectPaid(payer);
  });
  await test.step('the administrator’s page follows by itself', async () => {
    await expect(page.getByRole('heading', { name: zh('start.done.title') })).toBeVisible({ timeout: 20_000 });
  });
  expect(performance.now() - startedAt).toBeLessThan(MAX_MS);
});
