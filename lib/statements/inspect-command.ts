/** `statement inspect FILE [--json]`: what a file says, before anything is stored. Exit 0 read, 1 refused, 2 wrong use. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { ByteFile } from './byte-file';
import { LIMITS } from './container';
import type { StatementReader } from './port';
import { allReaders } from './readers';
import { inspect } from './recognise';
import { failureToJson, summaryToJson } from './to-json';

const USAGE = 'usage: statement inspect FILE [--json]';

/**
 * `argv` is what follows `statement` (`inspect FILE --json`). The channels' readers come from the caller, because channels are built on
 * statements and not the other way round.
 */
export async function runInspect(
  argv: readonly string[],
  channelReaders: readonly StatementReader[],
  print: (line: string) => void = (line) => process.stdout.write(`${line}\n`),
): Promise<number> {
  const words = argv.filter((word) => !word.startsWith('--'));
  const file = words[0] === 'inspect' ? words[1] : words[0];
  const json = argv.includes('--json');
  if (file === undefined) {
    print(USAGE);
    return 2;
  }
  const size = await stat(file).then(
    (found) => (found.isFile() ? found.size : -1),
    () => -1,
  );
  if (size < 0 || size > LIMITS.textFileBytes) {
    print(JSON.stringify({ error: { code: size < 0 ? 'statements.no-such-file' : 'statements.too-large', file: basename(file) } }));
    return size < 0 ? 2 : 1;
  }
  const opened = ByteFile.open(file);
  try {
    return printed(await inspect(opened, basename(file), allReaders(channelReaders)), json, print);
  } finally {
    opened.close();
  }
}

function printed(result: Awaited<ReturnType<typeof inspect>>, json: boolean, print: (line: string) => void): number {
  if (!result.ok) {
    print(JSON.stringify(failureToJson(result.error), null, json ? 0 : 2));
    return 1;
  }
  print(JSON.stringify(summaryToJson(result.value.summary), null, json ? 0 : 2));
  return 0;
}
