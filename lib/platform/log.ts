/** One JSON line per event on stderr. Fields are ids, codes and figures: no personal data, no bodies, no secrets. */
import { env } from './env';

type Fields = Readonly<Record<string, string | number | boolean | null | undefined>>;
export interface Log {
  debug(event: string, fields?: Fields): void;
  info(event: string, fields?: Fields): void;
  warn(event: string, fields?: Fields): void;
  error(event: string, fields?: Fields & { readonly error?: string }): void;
  with(fields: Fields): Log;
}

const LEVELS = { debug: 10, info: 20, warn: 30, error: 40 } as const;

export function createLog(base: Fields, write: (line: string) => void = (line) => process.stderr.write(line)): Log {
  const at = (level: keyof typeof LEVELS) => (event: string, fields?: Fields) => {
    if (LEVELS[level] < LEVELS[env().LOG_LEVEL]) return;
    write(`${JSON.stringify({ at: new Date(Date.now()).toISOString(), level, event, ...base, ...fields })}\n`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error'), with: (fields) => createLog({ ...base, ...fields }, write) };
}

/** What may be kept of an exception in a log: its name and its message's first line. Never shown in a browser. */
export const errorText = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message.split('\n')[0]!.slice(0, 300)}` : 'unknown error';
