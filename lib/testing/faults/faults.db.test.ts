// What `bafang faults` says is true of a part of the matrix: on every channel, whatever the bank does wrong, our end state is the bank's truth.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { CHANNELS } from '@/lib/channels/model';

const run = promisify(execFile);

it('a part of the fault matrix ends in the bank’s truth on every channel, and no changed callback is believed', async () => {
  const args = ['--import', 'tsx', 'lib/cli/main.ts', 'faults', '--reduced', '--json'];
  const { stdout } = await run(process.execPath, args, { maxBuffer: 4_000_000 }).catch((failure: { stdout?: string; stderr?: string }) => ({
    stdout: failure.stdout ?? '', stderr: failure.stderr ?? '',
  }));
  const figures = JSON.parse(stdout || '{}') as { failed: number; failures: unknown[]; passed: number; channels: number; booksTie: boolean; mutations: { accepted: number } };
  expect(figures.failures).toEqual([]);
  expect(figures).toMatchObject({ failed: 0, channels: CHANNELS.length, booksTie: true, mutations: { accepted: 0 } });
  expect(figures.passed).toBeGreaterThan(CHANNELS.length * 2);
}, 120_000);
