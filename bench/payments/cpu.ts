/** Processor seconds of all processes of a PostgreSQL server, where the system tells (Linux). They do not blur when others use the machine. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** What clock ticks are counted in; fixed in Linux's interface to programs. */
const TICKS_PER_SECOND = 100;

interface Stat { readonly parent: number; readonly own: number; readonly children: number }

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold anything; fields are counted behind it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number);
    return { parent: fields[1]!, own: fields[11]! + fields[12]!, children: fields[13]! + fields[14]! };
  } catch {
    return null;
  }
}

/** @param backend process id of any of the server's sessions */
export function serverSeconds(backend: number): number | null {
  const postmaster = existsSync('/proc/self/stat') ? statOf(backend)?.parent : undefined;
  const server = postmaster === undefined ? null : statOf(postmaster);
  if (!server) return null;
  const live = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => statOf(Number(name))).filter((s) => s?.parent === postmaster);
  return live.reduce((sum, s) => sum + s!.own, server.own + server.children) / TICKS_PER_SECOND;
}
