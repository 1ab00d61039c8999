/** Demo data, idempotent, through the same runtime role and the same scopes as everything else. */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { env } from '@/lib/platform/env';
import { seedBilling } from './billing';
import { seedChannels } from './channels';
import { DEMO_INSTITUTIONS } from './institutions';
import { seedInstitution, seedPerson, type DemoSignIn } from './people';

/** Answers how to sign in as whom, and leaves the same in `<data folder>/demo.json`, readable by its owner only. */
export async function seedDemo(): Promise<readonly DemoSignIn[]> {
  if (env().BAFANG_ENV === 'production') throw new Error('demo data is refused in production');
  const signIns: DemoSignIn[] = [];
  for (const demo of DEMO_INSTITUTIONS) {
    const institution = await seedInstitution(demo);
    for (const person of demo.people) signIns.push(await seedPerson(institution, demo.mailDomain, person));
    await seedChannels(institution);
    await seedBilling(institution);
  }
  writeSignIns(signIns);
  return signIns;
}

/** Written aside and renamed, so that a reader never sees half of it. */
function writeSignIns(signIns: readonly DemoSignIn[]): void {
  const folder = env().BAFANG_DATA_DIR;
  mkdirSync(folder, { recursive: true });
  const aside = join(folder, `demo.json.${process.pid}`);
  writeFileSync(aside, `${JSON.stringify(signIns, null, 2)}\n`, { mode: 0o600 });
  renameSync(aside, join(folder, 'demo.json'));
}
