/** How a screen is looked at: nothing sticks out, nothing is left untranslated, nothing shuts anybody out. Every look leaves a picture. */
import AxeBuilder from '@axe-core/playwright';
import type { BrowserContext, Page } from '@playwright/test';
import { LOCALE_COOKIE, THEME_COOKIE, type Theme } from '@/i18n/locale';
import { expect } from '../fixtures';
import { APP_URL } from '../place';
import { en, namespaces, zh, type Locale } from '../words';

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** `bills.columns.number` on the screen is a message that nobody wrote. */
const KEY = new RegExp(`(?<![\\w.@/-])(?:${namespaces().join('|')})\\.[a-z][\\w-]*(?:\\.[\\w-]+)*(?![\\w@])`);

/** All rules once for each theme; at the other width only those whose answer a width can change. */
type Axe = 'all' | 'layout' | 'colour' | 'none';
const LAYOUT_RULES = ['scrollable-region-focusable', 'target-size', 'aria-hidden-focus', 'button-name', 'link-name', 'label', 'list', 'listitem'];
export interface Look { readonly locale: Locale; readonly width: number; readonly theme?: Theme; readonly axe: Axe }
export type Problems = string[];

export async function wear(context: BrowserContext, { locale, theme }: Look): Promise<void> {
  const cookie = (name: string, value: string) => ({ name, value, url: APP_URL });
  await context.addCookies([cookie(LOCALE_COOKIE, locale), ...(theme ? [cookie(THEME_COOKIE, theme)] : [])]);
}

export function listen(page: Page, problems: Problems): void {
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // The browser says so itself where an answer is 404; the page that says "not there" is one of the screens.
    if (message.type() === 'error' && !/status of 40[34]/.test(message.text())) problems.push(`${page.url()}: ${message.text()}`);
  });
}

export async function inspect(page: Page, name: string, look: Look, problems: Problems): Promise<void> {
  const say = (what: string) => problems.push(`${name}: ${what}`);
  await expect(page.locator('h1').first(), name).toBeVisible();
  if (name !== 'nowhere' && NOT_THERE.includes(await page.locator('h1').first().innerText())) say('is not there for whoever walks here');
  await expect(page.locator('[data-skeleton], [aria-busy="true"]'), name).toHaveCount(0);
  await page.evaluate(() => document.fonts.ready);
  const wide = await sticksOut(page);
  if (wide) say(wide);
  const key = KEY.exec(await page.locator('body').innerText());
  // An audit trail quotes the codes of refusals.
  if (key && name !== 'audit') say(`untranslated ${key[0]}`);
  const folder = `${look.locale}-${look.width}${look.theme ? `-${look.theme}` : ''}`;
  await page.screenshot({ path: `test-results/screens/${folder}/${name}.png`, fullPage: true, animations: 'disabled' });
  if (look.axe === 'none') return;
  // A bar that sticks to the bottom covers what is scrolled behind it for the moment; that is no smaller target.
  await page.evaluate(() => { for (const bar of document.querySelectorAll<HTMLElement>('.sticky.bottom-0')) bar.style.position = 'static'; });
  const builder = new AxeBuilder({ page });
  const asked = { all: () => builder.withTags(WCAG), layout: () => builder.withRules(LAYOUT_RULES), colour: () => builder.withRules(['color-contrast']) }[look.axe]();
  const { violations } = await asked.analyze();
  for (const { id, nodes } of violations) {
    say(`${id}: ${nodes.slice(0, 3).map(({ target, any, all }) => `${target.join(' ')} (${(any[0] ?? all[0])?.message ?? ''})`).join('; ')}`);
  }
}

/** A walk over pages its person may not see looks at one page again and again. */
const NOT_THERE = [zh('common.error.notFoundTitle'), en('common.error.notFoundTitle')];

/** What makes the page wider than the window, and null where nothing does. */
export const sticksOut = (page: Page): Promise<string | null> => page.evaluate(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return null;
  const tooFar = (element: Element) => element.getBoundingClientRect().right > clientWidth + 1 && !element.closest('.overflow-x-auto');
  const wide = [...document.querySelectorAll('body *')].find(tooFar);
  return `${scrollWidth} px wide on ${clientWidth}: ${wide?.outerHTML.slice(0, 160)}`;
});
