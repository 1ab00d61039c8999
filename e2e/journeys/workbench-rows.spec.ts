/**
 * The desk with very many rows: only those in sight are in the page, however far one scrolls. WORKBENCH_ROWS=100000 measures as many, alone on a
 * machine, and then the worst frame is judged; in an ordinary run time proves nothing.
 */
import { expect, test } from '../fixtures';
import { dayBefore, dayOf, importFile } from '../stranger-lines';
import { zh } from '../words';

const ROWS = Number.parseInt(process.env.WORKBENCH_ROWS ?? '1500', 10);
const FRAME_MS_MAX = 50;
const IN_PAGE_MAX = 150;
/** A list that goes no further for so long has ended; the next rows may take their time. */
const STILL_MS = 15_000;

// Recording the page would be measured along with it.
test.use({ trace: 'off', screenshot: 'off' });

test(`${ROWS} rows are scrolled to the end with only those in sight in the page`, async ({ enter, api }) => {
  test.setTimeout(120_000 + ROWS * 4);
  const date = dayBefore(11);
  await importFile(await api('accountant'), date, Array.from({ length: ROWS }, (_, i) => 1_000 + i));
  const page = await enter('accountant');
  await expect.poll(async () => (await dayOf(page, date)).open, { timeout: 60_000 + ROWS * 3 }).toBe(ROWS);
  await page.goto(`/reconciliation/wechat/${date}`);
  const queue = page.getByRole('listbox', { name: zh('reconciliation.desk.queue') });
  await expect(queue.getByRole('option').first()).toBeVisible();
  if (process.env.WORKBENCH_ROWS) await page.waitForLoadState('networkidle');
  const seen = await queue.evaluate(async (list, { wanted, patience }) => {
    const frames: number[] = [];
    let inPage = 0;
    let last = performance.now();
    for (let moved = last, height = 0; last - moved < patience && list.scrollTop + list.clientHeight < wanted * 44;) {
      list.scrollTop += 2_400;
      await new Promise((drawn) => { requestAnimationFrame(drawn); });
      const now = performance.now();
      frames.push(now - last);
      inPage = Math.max(inPage, list.querySelectorAll('[role=option]').length);
      last = now;
      if (list.scrollTop !== height) moved = now;
      height = list.scrollTop;
    }
    frames.sort((a, b) => a - b);
    return { inPage, count: frames.length, worst: frames[frames.length - 1] ?? 0, p99: frames[Math.floor(frames.length * 0.99)] ?? 0, reached: list.scrollTop };
  }, { wanted: ROWS, patience: STILL_MS });
  test.info().annotations.push({ type: 'frames', description: JSON.stringify(seen) });
  expect(seen.reached).toBeGreaterThan(ROWS * 44 * 0.9);
  expect(seen.inPage).toBeLessThan(IN_PAGE_MAX);
  if (process.env.WORKBENCH_ROWS) expect(seen.worst).toBeLessThan(FRAME_MS_MAX);
});
