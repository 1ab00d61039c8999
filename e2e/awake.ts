/** A page that is drawn does not listen yet: what is typed or pressed before its script has taken it over is lost, and a slow machine takes its time. */
import type { BrowserContext, Page } from '@playwright/test';

/** Waits until everything that can be pressed or typed into listens, keys of the page included. A page without React, a payer's or a bank's, does at once. */
export async function awake(page: Page): Promise<void> {
  await page.waitForFunction(async () => {
    if (!document.querySelector('script[src*="/_next/"]')) return true;
    const controls = [...document.querySelectorAll('button, select, textarea, summary, a[href], input:not([type="hidden"])')];
    if (document.readyState !== 'complete' || !controls.every((one) => Object.keys(one).some((key) => key.startsWith('__reactProps$')))) return false;
    // Effects, which bind the keys, run after the frame that drew what they belong to.
    await new Promise((drawn) => { requestAnimationFrame(() => setTimeout(drawn)); });
    return true;
  }, undefined, { timeout: 20_000 });
}

/** Every page of this browser is awake once it was gone to. */
export function wakeful(context: BrowserContext): void {
  context.on('page', (page) => {
    const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
    page.goto = async (...to) => {
      const answer = await goto(...to);
      await awake(page);
      return answer;
    };
    page.reload = async (...how) => {
      const answer = await reload(...how);
      await awake(page);
      return answer;
    };
  });
}
