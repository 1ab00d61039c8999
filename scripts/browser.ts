/** A Chromium for the browser tests: the system's, Debian's (installed when we may), or the one Playwright fetches. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable'];
const CJK_FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';
const INSTALL_MS = 300_000;

/** @returns path of the browser, or undefined for Playwright's own */
export async function ensureBrowser(say: (text: string) => void): Promise<string | undefined> {
  const asked = process.env.BAFANG_CHROMIUM;
  if (asked) return asked;
  if (existsSync(chromium.executablePath())) return undefined;
  const found = () => CANDIDATES.find((path) => existsSync(path));
  if (canUseApt() && (!found() || !existsSync(CJK_FONT))) {
    say('Installing Chromium and a Chinese font (apt-get) …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 2, 2], timeout: INSTALL_MS });
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'], { env, stdio: ['ignore', 2, 2], timeout: INSTALL_MS });
  }
  const system = found();
  if (system) return system;
  say('Fetching Chromium (playwright install) …');
  const fetched = spawnSync(process.execPath, ['node_modules/@playwright/test/cli.js', 'install', 'chromium'], { stdio: ['ignore', 2, 2], timeout: INSTALL_MS });
  if (fetched.status === 0 && existsSync(chromium.executablePath())) return undefined;
  throw new Error('No browser was found and none could be installed. Install Chromium, or name one with BAFANG_CHROMIUM=/path/to/chromium.');
}

const canUseApt = (): boolean => process.platform === 'linux' && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
