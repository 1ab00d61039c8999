/** Three corpora: everything has its key; one line in twenty lost every reference; decisions made to be got wrong. */
import { AGREEING, BREAKS, withoutReference } from './breaks.fixtures';
import { HARD } from './hard.fixtures';
import { corpusMaker, type Corpus } from './world.fixtures';

/** Each kind of agreement and break is planted at least `each` times. */
export function keyedCorpus(seed: number, rows: number, each: number): Corpus {
  const m = corpusMaker(seed);
  for (let i = 0; i < each; i++) for (const plant of [...Object.values(AGREEING), ...Object.values(BREAKS)]) plant(m);
  while (m.corpus.lines.length < rows) AGREEING.plain!(m);
  return m.corpus;
}

export function corpusWithoutReferences(seed: number, rows: number, share = 0.05): Corpus {
  const m = corpusMaker(seed);
  for (let i = 0; i < rows; i++) {
    if (m.random.chance(share)) withoutReference(m);
    else if (m.random.chance(0.003)) BREAKS[m.random.chance(0.5) ? 'missing-at-bank' : 'missing-here']!(m);
    else AGREEING.plain!(m);
  }
  return m.corpus;
}

export function hardCorpus(seed: number, decisions: number): Corpus {
  const m = corpusMaker(seed);
  const kinds = Object.entries(HARD);
  for (let i = 0; i < decisions; i++) {
    const [kind, plant] = kinds[i % kinds.length]!;
    plant(m, `hard: ${kind}`);
  }
  return m.corpus;
}

export const BREAK_KINDS = Object.keys(BREAKS);
export const HARD_KINDS = Object.keys(HARD);
