/** The database this checkout works with: `DATABASE_URL`, or a server of our own in `.bafang/db`. */
import { prepareExternalDatabase, prepareOwnDatabase, type DatabaseUrls } from './db/logins';
import { startServer } from './postgres/server';

export interface Database extends DatabaseUrls {
  /** Ends the server if this call started it. */
  readonly stop: () => Promise<void>;
  /** Ends our own server whoever started it: a killed instance leaves one behind, and the next instance owns it. */
  readonly stopForGood: () => Promise<void>;
}

export const DATA_DIR = process.env.BAFANG_DATA_DIR ?? '.bafang';

export async function openDatabase(name = 'bafang'): Promise<Database> {
  const external = process.env.DATABASE_URL;
  if (external) {
    return { ...(await prepareExternalDatabase(external, process.env.DATABASE_APP_URL, DATA_DIR)), stop: nothing, stopForGood: nothing };
  }
  const server = await startServer(`${DATA_DIR}/db`, { durable: true });
  return { ...(await prepareOwnDatabase(server, name)), stop: server.started ? server.stop : nothing, stopForGood: server.stop };
}

const nothing = async (): Promise<void> => undefined;
