/** Vitest's global set-up for tests on a real PostgreSQL: one server per checkout, started when it is needed, shared by runs at the same time. */
import type { TestProject } from 'vitest/node';
import { prepareOwnDatabase, prepareExternalDatabase } from '@/scripts/db/logins';
import { generate } from '@/scripts/db/generate';
import { startServer } from '@/scripts/postgres/server';
import { ensureTemplate, type TestServer } from './database';

declare module 'vitest' {
  export interface ProvidedContext {
    testServer: TestServer;
  }
}

export const TEST_SERVER_HOME = '.bafang/testdb';

export default async function setup(project: TestProject): Promise<void> {
  await generate();
  project.provide('testServer', await openTestServer());
}

/** `TEST_DATABASE_URL` (a login that may make databases and roles) or a server of our own whose data is thrown-away: no fsync. */
export async function openTestServer(): Promise<TestServer> {
  const addresses = await testAddresses();
  return { ...addresses, template: await ensureTemplate(addresses) };
}

async function testAddresses(): Promise<Omit<TestServer, 'template'>> {
  const external = process.env.TEST_DATABASE_URL;
  if (external) {
    const { ownerUrl, appUrl } = await prepareExternalDatabase(external, undefined, TEST_SERVER_HOME);
    return { admin: patternOf(ownerUrl), owner: patternOf(ownerUrl), app: patternOf(appUrl) };
  }
  const server = await startServer(TEST_SERVER_HOME, { durable: false });
  const { ownerUrl, appUrl } = await prepareOwnDatabase(server, 'bafang');
  return { admin: server.admin('{database}'), owner: patternOf(ownerUrl), app: patternOf(appUrl) };
}

function patternOf(address: string): string {
  const url = new URL(address);
  return `${url.protocol}//${url.username}:${url.password}@${url.host}/{database}${url.search}`;
}
