/**
 * How a screen is looked at: nothing sticks out, nothing is left untranslated, nothing shuts anybody out. A page is loaded once; width and theme
 * change where it stands, because loading is what takes time and neither changes what the server sends.
 */
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from '@playwright/test';
import { LOCALE_COOKIE, type Theme } from '@/i18n/locale';
import { expect } from '../fixtures';
import { APP_URL } from '../place';
import { en, namespaces, zh, type Locale } from '../words';

/** A desk, a phone, the narrowest phone. The first is what a page is loaded at. */
export const SCREENS = [{ width: 1440, height: 900 }, { width: 360, height: 780 }, { width: 320, height: 640 }] as const;
/**
 * Every rule is asked once a page and language, in three themes those about colours: in one language on the narrowest phone, in the other on a desk. At the
 * language's other end the rules whose answer a width can change. The words differ between languages and the layout between widths; neither needs both.
 */
const JUDGED: Readonly<Record<Locale, { readonly fully: number; readonly layout: number }>> = { 'zh-CN': { fully: 320, layout: 1440 }, en: { fully: 1440, layout: 320 } };
const LAYOUT_RULES = ['scrollable-region-focusable', 'target-size', 'aria-hidden-focus', 'button-name', 'link-name', 'label', 'list', 'listitem', 'heading-order'];
const WORN: readonly Theme[] = ['light', 'dark', 'contrast'];
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const COLOURS = ['color-contrast', 'link-in-text-block'];
/** `bills.columns.number` on the screen is a message that nobody wrote. */
const KEY = new RegExp(`(?<![\\w.@/-])(?:${namespaces().join('|')})\\.[a-z][\\w-]*(?:\\.[\\w-]+)*(?![\\w@])`);
/** Pictures are for people: `BAFANG_PICTURES=1` leaves them in test-results/screens. */
const PICTURES = process.env['BAFANG_PICTURES'] === '1';

export type Problems = string[];

/** A browser in this language that tells `problems` what goes wrong in its pages. */
export async function prepare(page: Page, locale: Locale, problems: Problems): Promise<void> {
  await page.context().addCookies([{ name: LOCALE_COOKIE, value: locale, url: APP_URL }]);
  await stand(page.context());
  page.on('pageerror', (error) => problems.push(`${page.url()}: ${error.message}`));
  page.on('console', (message) => {
    // The browser says so itself where an answer is 404; the page that says "not there" is one of the screens.
    if (message.type() === 'error' && !/status of 40[34]/.test(message.text())) problems.push(`${page.url()}: ${message.text()}`);
  });
}

/** Nothing glides from one theme to the next: a colour half-way is nobody's. Bars at the bottom cover what is scrolled behind them; that is no smaller target. */
const stand = (context: BrowserContext): Promise<unknown> => context.addInitScript(() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('*, ::before, ::after { transition: none !important; animation: none !important } .sticky.bottom-0 { position: static !important }');
  document.adoptedStyleSheets.push(sheet);
});

/** Goes there and looks at it at every width and in every theme. */
export async function see(page: Page, path: string, name: string, locale: Locale, problems: Problems): Promise<void> {
  await page.setViewportSize(SCREENS[0]);
  await page.goto(path);
  const say = (what: string) => problems.push(`${name}: ${what}`);
  await expect(page.locator('h1').first(), name).toBeVisible();
  if (name !== 'nowhere' && NOT_THERE.includes(await page.locator('h1').first().innerText())) say('is not there for whoever walks here');
  await expect(page.locator('[data-skeleton], [aria-busy="true"]'), name).toHaveCount(0);
  const key = KEY.exec(await page.locator('body').innerText());
  // An audit trail quotes the codes of refusals.
  if (key && name !== 'audit') say(`untranslated ${key[0]}`);
  for (const screen of SCREENS) {
    await page.setViewportSize(screen);
    const wide = await sticksOut(page);
    if (wide) say(`${screen.width} px: ${wide}`);
    if (PICTURES) await page.screenshot({ path: `test-results/screens/${locale}-${screen.width}/${name}.png`, fullPage: true, animations: 'disabled' });
    const { fully, layout } = JUDGED[locale];
    const found = screen.width === fully ? await judge(page) : screen.width === layout ? await judge(page, ['light'], LAYOUT_RULES) : [];
    for (const what of found) say(`${screen.width} px, ${what}`);
  }
}

/** The same with large type on the narrowest phone, as a payer may have set it. */
export async function seeLarge(page: Page, path: string, name: string, locale: Locale, problems: Problems): Promise<void> {
  await see(page, path, name, locale, problems);
  await page.evaluate(() => { document.documentElement.style.fontSize = '150%'; });
  const wide = await sticksOut(page);
  if (wide) problems.push(`${name} in large type: ${wide}`);
}

/** The very axe that its builder for Playwright brings; the builder itself opens a page for each answer, which takes longer than the answer. */
const bring = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'));
const { source: AXE } = bring('axe-core') as { readonly source: string };
interface AxeAnswer { readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: readonly unknown[]; readonly any: Said; readonly all: Said }[] }[] }
type Said = readonly { readonly message: string }[];
declare const axe: { run(where: Document, options: object): Promise<AxeAnswer> };

/** What axe finds in each theme as the page stands; only the rules that are named, where any are. */
export async function judge(page: Page, themes = WORN, only: readonly string[] = []): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  return page.evaluate(async ({ themes, first, colours }) => {
    const found: string[] = [];
    for (const [n, theme] of themes.entries()) {
      document.documentElement.dataset['theme'] = theme;
      const runOnly = n === 0 ? first : { type: 'rule', values: colours };
      const { violations } = await axe.run(document, { runOnly, resultTypes: ['violations'], preload: false, iframes: false });
      found.push(...violations.map(({ id, nodes }) =>
        `${theme}: ${id}: ${nodes.slice(0, 3).map(({ target, any, all }) => `${target.join(' ')} (${(any[0] ?? all[0])?.message ?? ''})`).join('; ')}`));
    }
    document.documentElement.dataset['theme'] = themes[0] ?? '';
    return found;
  }, { themes: [...themes], first: only.length > 0 ? { type: 'rule', values: [...only] } : { type: 'tag', values: WCAG }, colours: COLOURS });
}

/** A walk over pages its person may not see looks at one page again and again. */
const NOT_THERE = [zh('common.error.notFoundTitle'), en('common.error.notFoundTitle')];

/** What makes the page wider than the window, and null where nothing does. */
export const sticksOut = (page: Page): Promise<string | null> => page.evaluate(async () => {
  await document.fonts.ready;
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return null;
  const tooFar = (element: Element) => element.getBoundingClientRect().right > clientWidth + 1 && !element.closest('.overflow-x-auto');
  const wide = [...document.querySelectorAll('body *')].find(tooFar);
  return `${scrollWidth} px wide on ${clientWidth}: ${wide?.outerHTML.slice(0, 160)}`;
});
