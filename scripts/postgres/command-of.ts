/** The command line of a process, to tell our server from a stranger that was given its number; empty when it cannot be seen. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export function commandOf(pid: number): string {
  if (process.platform === 'linux') {
    try { return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '); } catch { return ''; }
  }
  if (process.platform === 'win32') {
    const found = spawnSync('powershell', ['-NoProfile', '-Command', `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`]);
    return found.stdout?.toString().replaceAll('/', '\\') ?? '';
  }
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)]).stdout?.toString() ?? '';
}
