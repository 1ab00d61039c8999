/** One hash for the content of files and folders, so that "did anything change?" does not depend on dates. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Missing paths count as such. Names in `skip` are left out at any depth. */
export function contentHash(paths: readonly string[], skip: (path: string) => boolean = () => false): string {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((root) => filesBelow(root, skip)).sort()) {
    hash.update(path).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

export function filesBelow(path: string, skip: (path: string) => boolean = () => false): string[] {
  if (skip(path)) return [];
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return stat.isFile() ? [path] : [];
  return readdirSync(path).flatMap((name) => filesBelow(join(path, name), skip));
}
