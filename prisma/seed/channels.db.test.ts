// The demo institution has an account at every channel the bank serves, with settings that channel's adapter accepts, and seeding again changes nothing.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CHANNELS, adapterOf, loadAccount, locateAccount } from '@/lib/channels';
import { env } from '@/lib/platform/env';
import { withTx } from '@/lib/platform/tx';
import { seedChannels } from './channels';
import { DEMO_INSTITUTIONS } from './institutions';
import { seedInstitution } from './people';

let bank: ChildProcess;
let folder = '';

function startBank(): Promise<string> {
  const settings = { SANDBOX_PORT: '0', SANDBOX_DATA_DIR: folder, BAFANG_ENV: 'test' };
  bank = spawn(process.execPath, ['--import', 'tsx', 'lib/sandbox-bank/main.ts'], {
    cwd: join(import.meta.dirname, '../..'), env: { ...process.env, ...settings }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    bank.stdout?.on('data', (part: Buffer) => {
      const url = /sandbox bank: (http:\S+)/.exec(part.toString())?.[1];
      if (url) resolve(url);
    });
    bank.once('exit', () => reject(new Error('the sandbox bank ended')));
  });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bafang-seed-'));
  Object.assign(env(), { SANDBOX_BANK_URL: await startBank() });
});
afterAll(async () => {
  const ended = new Promise((resolve) => { bank.once('exit', resolve); });
  bank.kill('SIGTERM');
  await ended;
  await rm(folder, { recursive: true, force: true });
});

it('opens an account at every channel, once', async () => {
  const institution = await seedInstitution(DEMO_INSTITUTIONS[0]!);
  const accounts = () =>
    withTx(institution.ctx, (tx) => tx.channel_account.findMany({ where: { institution_id: institution.id }, orderBy: { channel: 'asc' } }));
  await seedChannels(institution);
  const rows = await accounts();
  expect(rows.map((row) => row.channel).sort()).toEqual([...CHANNELS].sort());
  for (const { id, channel } of rows) {
    const place = await locateAccount(id);
    const account = place && (await loadAccount(place, id));
    if (!account) throw new Error(`${channel} cannot be loaded`);
    const adapter = adapterOf(account.channel);
    const accepted = [adapter.configSchema.safeParse(account.config).success, adapter.secretsSchema.safeParse(account.secrets).success];
    expect([channel, ...accepted]).toEqual([channel, true, true]);
  }
  await seedChannels(institution);
  expect(await accounts()).toEqual(rows);
});
