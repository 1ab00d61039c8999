import { expect, it } from 'vitest';
import { runSimulation } from './run';

it('money is right in 4 simulated seeds on PostgreSQL, with its constraints and row security', async () => {
  const report = await runSimulation({ seeds: 4, seed: 4_000, pg: true });
  expect(report.violations).toEqual([]);
}, 120_000);

it('memory and PostgreSQL live the same seed: one store is the model of the other', async () => {
  const [memory, database] = [await runSimulation({ seeds: 2, seed: 5_000 }), await runSimulation({ seeds: 2, seed: 5_000, pg: true })];
  expect(database.seen).toEqual(memory.seen);
  expect(database.hash).toBe(memory.hash);
}, 120_000);
