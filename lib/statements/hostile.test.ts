/** Files made to do harm are refused or read right, each within two seconds. The command tries thousands; here every kind is tried a few times. */
import { expect, test } from 'vitest';
import { lookHere, tryHostileFiles } from './hostile-command';
import { KINDS } from './hostile-files';
import { allReaders } from './readers';

test('every kind of hostile file', async () => {
  const outcome = await tryHostileFiles(Object.keys(KINDS).length * 2, 7, lookHere(allReaders([])));
  expect(outcome.wrong).toEqual([]);
}, 60_000);
