/** Where the instance is and who the demo people are: from its own run file, or by `--url` and the data folder. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TourFailure } from './http';

const RUN_FILE = '.bafang/run/env.json';
const runSchema = z.object({ PUBLIC_URL: z.string(), SANDBOX_BANK_URL: z.string().optional(), BAFANG_DATA_DIR: z.string() });
const peopleSchema = z.array(z.object({ institution: z.string(), role: z.string(), email: z.string(), password: z.string(), totpSecret: z.string().optional() }));

export type Person = z.infer<typeof peopleSchema>[number];
export interface Place {
  readonly url: string;
  readonly bankUrl: string;
  person(role: string): Person;
}

const INSTITUTION = 'sunshine';

export function findPlace(argv: readonly string[]): Place {
  const option = (name: string) => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined);
  const run = existsSync(RUN_FILE) ? runSchema.parse(JSON.parse(readFileSync(RUN_FILE, 'utf8'))) : null;
  const url = option('--url') ?? run?.PUBLIC_URL;
  const bankUrl = option('--bank') ?? run?.SANDBOX_BANK_URL;
  const dataDir = option('--data') ?? run?.BAFANG_DATA_DIR ?? '.bafang';
  if (!url || !bankUrl) throw new TourFailure('no running instance found: start one with npm start, or name it with --url and --bank');
  const file = join(dataDir, 'demo.json');
  if (!existsSync(file)) throw new TourFailure(`no demo people at ${file}: the tour needs a sandbox instance with its demo data`);
  const people = peopleSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).filter((p) => p.institution === INSTITUTION);
  return {
    url, bankUrl,
    person: (role) => {
      const found = people.find((p) => p.role === role);
      if (!found) throw new TourFailure(`no demo person with the role ${role}`);
      return found;
    },
  };
}
