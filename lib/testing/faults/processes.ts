/** Web and worker processes of the product as programs of their own, on the database and with the settings of this one. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@/scripts/postgres/server';

/** Everything that was started stands in `children`, also when something goes wrong on the way. Answers the addresses of the web processes. */
export async function startProcesses(children: ChildProcess[], wanted: { readonly webs: number; readonly workers: number }): Promise<string[]> {
  const start = (program: string, settings: Record<string, string> = {}) => {
    const args = ['--import', './scripts/follow-parent.mjs', '--import', 'tsx', program];
    const child = spawn(process.execPath, args, { env: { ...process.env, ...settings }, stdio: ['ignore', 2, 2, 'ipc'] });
    children.push(child);
    return child;
  };
  const ports = await Promise.all(Array.from({ length: wanted.webs }, () => freePort()));
  const listening = ports.map((port) => {
    const web = start('bench/payments/web.ts', { PORT: String(port) });
    return Promise.race([once(web, 'message'), once(web, 'exit').then(() => { throw new Error('a web process did not start'); })]);
  });
  for (let i = 0; i < wanted.workers; i++) start('lib/worker/main.ts');
  await Promise.all(listening);
  return ports.map((port) => `http://127.0.0.1:${port}`);
}

export async function stopProcess(child: ChildProcess): Promise<void> {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
  child.kill('SIGTERM');
  await gone;
}
