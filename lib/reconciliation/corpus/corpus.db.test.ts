import { expect, it } from 'vitest';
import { testDatabase } from '@/lib/testing/database';
import { matchFile } from '../match-file';
import { BREAK_KINDS, corpusWithoutReferences, hardCorpus, keyedCorpus } from './corpora.fixtures';
import { forgetRun, loadCorpus, runCorpus, shuffled } from './run.fixtures';
import { EIGHT, runMonth } from './month.fixtures';
import { scoreCorpus } from './score.fixtures';

/** Small here; `npm run -s bench -- corpus` runs the same with tens of thousands of lines. */
it('every one of twelve kinds of break is found and named, nothing else is, and neither the order of the file nor pairing it in one join changes anything', async () => {
  expect(BREAK_KINDS).toHaveLength(12);
  const corpus = keyedCorpus(11, 900, 6);
  const desk = await loadCorpus(testDatabase().adminUrl, corpus);
  const first = await runCorpus(desk, corpus);
  expect(await scoreCorpus(desk, first.fileId, corpus)).toMatchObject({ mistakes: [], precision: 1, recall: 1, f1: 1, falseAutoMatches: 0 });
  expect((await matchFile(desk.clerk, first.fileId))?.resultHash).toBe(first.hash);
  await forgetRun(testDatabase().adminUrl, desk.institutionId);
  const order = shuffled(corpus.lines, 5);
  const second = await runCorpus(desk, corpus, order);
  expect(await scoreCorpus(desk, second.fileId, corpus, order)).toMatchObject({ mistakes: [], precision: 1, recall: 1 });
  expect(second.hash).toBe(first.hash);
  await forgetRun(testDatabase().adminUrl, desk.institutionId);
  const atOnce = await runCorpus(desk, corpus, order, 0);
  expect(await scoreCorpus(desk, atOnce.fileId, corpus, order)).toMatchObject({ mistakes: [], precision: 1, recall: 1 });
  expect(atOnce.hash).toBe(first.hash);
});

it('with one reference in twenty gone, hardly a line stays open and none is matched wrongly', async () => {
  const corpus = corpusWithoutReferences(12, 2_000);
  const desk = await loadCorpus(testDatabase().adminUrl, corpus);
  const run = await runCorpus(desk, corpus);
  const score = await scoreCorpus(desk, run.fileId, corpus);
  expect(score.falseAutoMatches).toBe(0);
  expect(score.f1).toBeGreaterThanOrEqual(0.995);
});

it('of decisions made to be got wrong none is matched by itself', async () => {
  const corpus = hardCorpus(13, 200);
  const desk = await loadCorpus(testDatabase().adminUrl, corpus);
  const run = await runCorpus(desk, corpus);
  expect(await scoreCorpus(desk, run.fileId, corpus)).toMatchObject({ mistakes: [], falseAutoMatches: 0, precision: 1, recall: 1 });
});

it('days of several channels in disorder are explained to the cent, with nobody needed but for what was planted', async () => {
  const plan = { channels: EIGHT.slice(2, 4), days: 2, linesPerDay: 40, seed: 3_000, breaks: 2 };
  const month = await runMonth(testDatabase().adminUrl, plan);
  expect(month).toMatchObject({ mistakes: [], falseAutoMatches: 0, unexplainedMinor: '0', unexplainedLines: 0, planted: 2 });
});
