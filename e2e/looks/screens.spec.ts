/** Every screen in both languages on a phone and on a desk: nothing sticks out, nothing is left untranslated, nothing shuts anybody out. */
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { z } from 'zod';
import { LOCALE_COOKIE, THEME_COOKIE, type Theme } from '@/i18n/locale';
import { expect, test } from '../fixtures';
import { DESKS, detailsOf, settled } from '../pages';
import { APP_URL, BANK_URL, dayInShanghai, type Role } from '../place';
import { en, namespaces, zh, type Locale } from '../words';

const HEIGHT: Readonly<Record<number, number>> = { 360: 780, 1440: 900 };
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** `bills.columns.number` on the screen is a message that nobody wrote. */
const KEY = new RegExp(`(?<![\\w.@/-])(?:${namespaces().join('|')})\\.[a-z][\\w-]*(?:\\.[\\w-]+)*(?![\\w@])`);

/** All rules once for each theme; at the other width only those whose answer a width can change. */
type Axe = 'all' | 'layout' | 'none';
const LAYOUT_RULES = ['scrollable-region-focusable', 'target-size', 'aria-hidden-focus', 'button-name', 'link-name', 'label', 'list', 'listitem'];
interface Look { readonly locale: Locale; readonly width: number; readonly theme?: Theme; readonly axe: Axe }
type Problems = string[];

async function wear(context: BrowserContext, { locale, theme }: Look): Promise<void> {
  const cookie = (name: string, value: string) => ({ name, value, url: APP_URL });
  await context.addCookies([cookie(LOCALE_COOKIE, locale), ...(theme ? [cookie(THEME_COOKIE, theme)] : [])]);
}

function listen(page: Page, problems: Problems): void {
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // The browser says so itself where an answer is 404; the page that says "not there" is one of the screens.
    if (message.type() === 'error' && !/status of 40[34]/.test(message.text())) problems.push(`${page.url()}: ${message.text()}`);
  });
}

async function inspect(page: Page, name: string, look: Look, problems: Problems): Promise<void> {
  const say = (what: string) => problems.push(`${name}: ${what}`);
  await expect(page.locator('h1').first(), name).toBeVisible();
  if (name !== 'nowhere' && NOT_THERE.includes(await page.locator('h1').first().innerText())) say('is not there for whoever walks here');
  await expect(page.locator('[data-skeleton], [aria-busy="true"]'), name).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  const sticksOut = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return null;
    const tooFar = (element: Element) => element.getBoundingClientRect().right > clientWidth + 1 && !element.closest('.overflow-x-auto');
    const wide = [...document.querySelectorAll('body *')].find(tooFar);
    return `${scrollWidth} px wide on ${clientWidth}: ${wide?.outerHTML.slice(0, 160)}`;
  });
  if (sticksOut) say(sticksOut);
  const key = KEY.exec(await page.locator('body').innerText());
  // An audit trail quotes the codes of refusals.
  if (key && name !== 'audit') say(`untranslated ${key[0]}`);
  const folder = `${look.locale}-${look.width}${look.theme ? `-${look.theme}` : ''}`;
  await page.screenshot({ path: `test-results/screens/${folder}/${name}.png`, fullPage: true, animations: 'disabled' });
  if (look.axe === 'none') return;
  const builder = new AxeBuilder({ page });
  const { violations } = await (look.axe === 'all' ? builder.withTags(WCAG) : builder.withRules(LAYOUT_RULES)).analyze();
  for (const { id, nodes } of violations) {
    say(`${id}: ${nodes.slice(0, 3).map(({ target, any, all }) => `${target.join(' ')} (${(any[0] ?? all[0])?.message ?? ''})`).join('; ')}`);
  }
}

/** A walk over pages its person may not see looks at one page again and again. */
const NOT_THERE = [zh('common.error.notFoundTitle'), en('common.error.notFoundTitle')];

const nameOf = (path: string): string => path.replace(/^\//, '').replace(/\/(?:[a-z]+_[0-9A-Z]+)/, '-detail').replace(/[?&=/]+/g, '-') || 'home';
const LOOKS: readonly Look[] = [
  { locale: 'zh-CN', width: 360, axe: 'layout' }, { locale: 'en', width: 1440, axe: 'all' },
  { locale: 'en', width: 360, axe: 'none' }, { locale: 'zh-CN', width: 1440, axe: 'none' },
];
/** Desks an administrator has no part in. */
const FINANCE = ['/payments/suspense', '/refunds/batch'] as const;
const desks = DESKS.filter((path) => !(FINANCE as readonly string[]).includes(path));
/** In parts that a loaded machine walks within the time of one test. */
const WALKS: readonly (readonly [string, Role, () => readonly string[]])[] = [
  ['one half of the console’s desks', 'administrator', () => desks.filter((_, at) => at % 2 === 0)],
  ['the other half of the console’s desks', 'administrator', () => desks.filter((_, at) => at % 2 === 1)],
  ['the console’s details', 'finance-manager', () => [...FINANCE, ...detailsOf(settled()), `/reconciliation/wechat/${dayInShanghai()}`]],
];
const viewport = ({ width }: Look) => ({ viewport: { width, height: HEIGHT[width] ?? 900 } });

test.describe.configure({ mode: 'parallel', timeout: 180_000 });

for (const look of LOOKS) {
  for (const [what, role, pathsOf] of WALKS) {
    test(`${what}, ${look.locale} at ${look.width} px`, async ({ enter }) => {
      const problems: Problems = [];
      const page = await enter(role, 'sunshine', viewport(look));
      await wear(page.context(), look);
      listen(page, problems);
      for (const path of pathsOf()) {
        await page.goto(path);
        await inspect(page, nameOf(path), look, problems);
      }
      expect(problems).toEqual([]);
    });
  }

  test(`the payer’s screens, ${look.locale} at ${look.width} px`, async ({ payerOf, stranger, freshBill }) => {
    const problems: Problems = [];
    const bill = freshBill();
    const page = await payerOf(bill, viewport(look));
    await wear(page.context(), look);
    listen(page, problems);
    const see = async (path: string, name: string) => {
      await page.goto(path);
      await inspect(page, name, look, problems);
    };
    await see('/pay', 'pay-1-owed');
    await see(`/pay/method?bill=${bill.id}`, 'pay-2-method');
    const order = { billIds: [bill.id], expectedMinor: bill.total.minor, method: 'wechat', idempotencyKey: `e2e-look-${bill.id}` };
    const started = await page.request.post('/api/pay/intake', { data: order, headers: { origin: APP_URL } });
    const { paymentId } = z.object({ paymentId: z.string() }).parse(await started.json());
    await see(`/pay/go/${paymentId}`, 'pay-3-go');
    await see(`/pay/outcome/${paymentId}`, 'pay-4-outcome-waiting');
    await see('/pay', 'pay-5-under-way');
    const payer = await payerOf({ ...bill, payerId: settled().payer }, viewport(look));
    await wear(payer.context(), look);
    listen(payer, problems);
    const { payment, receipt } = settled();
    const after = { [`/pay/outcome/${payment}`]: 'pay-6-outcome-paid', [`/receipt/${receipt}`]: 'pay-7-receipt', '/pay/history': 'pay-8-history', [`/pay/refund/${payment}`]: 'pay-9-refund' };
    for (const [path, name] of Object.entries(after)) {
      await payer.goto(path);
      await inspect(payer, name, look, problems);
    }
    const nobody = await stranger(viewport(look));
    await wear(nobody.context(), look);
    listen(nobody, problems);
    for (const path of ['/find', '/find?lost=1', '/pay/sunshine', '/sign-in', '/sign-in/forgot', '/sign-in/forgot?asked', '/sign-in/reset/gone', '/sign-up', '/nowhere']) {
      await nobody.goto(path);
      await inspect(nobody, nameOf(path), look, problems);
    }
    expect(problems).toEqual([]);
  });
}

for (const theme of ['dark', 'contrast'] as const) {
  test(`a few screens in the ${theme} theme`, async ({ enter, payerOf, freshBill }) => {
    const problems: Problems = [];
    const look: Look = { locale: 'zh-CN', width: 1440, theme, axe: 'all' };
    const manager = await enter('finance-manager', 'sunshine', viewport(look));
    await wear(manager.context(), look);
    listen(manager, problems);
    const ids = settled();
    for (const path of ['/today', '/bank-health', '/bills', `/payments/${ids.payment}`, `/approvals/${ids.approval}`, `/bill-items/${ids.plan}`]) {
      await manager.goto(path);
      await inspect(manager, nameOf(path), look, problems);
    }
    const bill = freshBill();
    const payer = await payerOf(bill, { viewport: { width: 360, height: 780 } });
    await wear(payer.context(), look);
    listen(payer, problems);
    for (const path of ['/pay', `/pay/method?bill=${bill.id}`]) {
      await payer.goto(path);
      await inspect(payer, path === '/pay' ? 'pay-1-owed' : 'pay-2-method', look, problems);
    }
    expect(problems).toEqual([]);
  });
}

test('the bank’s own page is in the payer’s language too', async ({ stranger }) => {
  const page = await stranger({ locale: 'en-GB' });
  await page.goto(`${BANK_URL}/`);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
});
