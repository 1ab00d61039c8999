/**
 * Who belongs to whom where only amount and time speak: a global assignment per component, never first come first served. A pair is made only when
 * it is proved: nearest to each other with everything else far away, or part of the one and only way to pair the whole component. Pure.
 */
export interface Timed {
  readonly key: string;
  /** Milliseconds. */
  readonly at: number;
}

export interface Window {
  readonly beforeSeconds: number;
  readonly afterSeconds: number;
  readonly nearestSeconds: number;
  readonly marginSeconds: number;
}

export interface Assigned {
  readonly line: string;
  readonly fact: string;
  readonly how: 'only-one' | 'nearest' | 'only-assignment';
}

export interface Assignment {
  readonly pairs: readonly Assigned[];
  /** Lines that could belong to some fact, but not provably to one. */
  readonly unclear: readonly string[];
}

/** `lines` and `facts` of one amount, currency and direction. `forbidden`: pairs a person took apart, as `line fact`. */
export function assign(lines: readonly Timed[], facts: readonly Timed[], window: Window, forbidden: ReadonlySet<string>): Assignment {
  const graph = new Map<string, Map<string, number>>();
  const back = new Map<string, Map<string, number>>();
  const ordered = [...facts].sort((a, b) => a.at - b.at);
  for (const line of lines) {
    const near = new Map<string, number>();
    for (let i = firstFrom(ordered, line.at - window.afterSeconds * 1000); i < ordered.length; i++) {
      const fact = ordered[i]!;
      if (fact.at > line.at + window.beforeSeconds * 1000) break;
      if (forbidden.has(`${line.key} ${fact.key}`)) continue;
      near.set(fact.key, Math.abs(line.at - fact.at));
      if (!back.has(fact.key)) back.set(fact.key, new Map());
      back.get(fact.key)!.set(line.key, Math.abs(line.at - fact.at));
    }
    if (near.size > 0) graph.set(line.key, near);
  }
  const touched = [...graph.keys()];
  const pairs = [...nearest(graph, back, window), ...onlyWay(graph, back)];
  const done = new Set(pairs.map((p) => p.line));
  return { pairs, unclear: touched.filter((line) => !done.has(line)) };
}

function firstFrom(ordered: readonly Timed[], at: number): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ordered[middle]!.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

type Graph = Map<string, Map<string, number>>;

function take(graph: Graph, back: Graph, line: string, fact: string): void {
  for (const other of graph.get(line)?.keys() ?? []) back.get(other)?.delete(line);
  for (const other of back.get(fact)?.keys() ?? []) graph.get(other)?.delete(fact);
  graph.delete(line);
  back.delete(fact);
}

/** Both nearest to each other, within seconds, and every other candidate of either further away by the margin. Judged on the whole graph first. */
function nearest(graph: Graph, back: Graph, window: Window): Assigned[] {
  const [near, margin] = [window.nearestSeconds * 1000, window.marginSeconds * 1000];
  const clear = (all: ReadonlyMap<string, number>, key: string, apart: number) => [...all].every(([other, far]) => other === key || far >= apart + margin);
  const found: Assigned[] = [];
  for (const [line, facts] of graph) {
    for (const [fact, apart] of facts) {
      if (apart > near || !clear(facts, fact, apart) || !clear(back.get(fact)!, line, apart)) continue;
      found.push({ line, fact, how: facts.size === 1 && back.get(fact)!.size === 1 ? 'only-one' : 'nearest' });
    }
  }
  for (const { line, fact } of found) take(graph, back, line, fact);
  return found;
}

/**
 * Components in which everybody finds a partner in exactly one way. In a graph of two sides that is so precisely when taking those with a single
 * candidate, again and again, uses everybody up.
 */
function onlyWay(graph: Graph, back: Graph): Assigned[] {
  const pairs: Assigned[] = [];
  for (const component of components(graph, back)) {
    if (component.lines.length !== component.facts.length) continue;
    const peeled = peel(component, graph, back);
    if (!peeled) continue;
    const how = peeled.length === 1 ? 'only-one' : 'only-assignment';
    pairs.push(...peeled.map(([line, fact]) => ({ line, fact, how } as const)));
  }
  return pairs;
}

interface Component { readonly lines: readonly string[]; readonly facts: readonly string[] }

function components(graph: Graph, back: Graph): Component[] {
  const seen = new Set<string>();
  const all: Component[] = [];
  for (const start of graph.keys()) {
    if (seen.has(start) || graph.get(start)!.size === 0) continue;
    const [lines, facts] = [new Set([start]), new Set<string>()];
    const queue = [start];
    for (let line = queue.pop(); line !== undefined; line = queue.pop()) {
      seen.add(line);
      for (const fact of graph.get(line)!.keys()) {
        if (facts.has(fact)) continue;
        facts.add(fact);
        for (const other of back.get(fact)!.keys()) if (!lines.has(other)) { lines.add(other); queue.push(other); }
      }
    }
    all.push({ lines: [...lines], facts: [...facts] });
  }
  return all;
}

/** Null when there is more than one way, or none. */
function peel(component: Component, graph: Graph, back: Graph): [string, string][] | null {
  const left = new Map(component.lines.map((line) => [line, new Set(graph.get(line)!.keys())]));
  const users = new Map(component.facts.map((fact) => [fact, new Set(back.get(fact)!.keys())]));
  const single = component.lines.filter((line) => left.get(line)!.size === 1);
  const lonely = component.facts.filter((fact) => users.get(fact)!.size === 1);
  const pairs: [string, string][] = [];
  const join = (line: string, fact: string) => {
    pairs.push([line, fact]);
    for (const other of users.get(fact)!) if (other !== line && left.get(other)?.delete(fact) && left.get(other)!.size === 1) single.push(other);
    for (const other of left.get(line)!) if (other !== fact && users.get(other)?.delete(line) && users.get(other)!.size === 1) lonely.push(other);
    left.delete(line);
    users.delete(fact);
  };
  while (single.length + lonely.length > 0) {
    const line = single.pop();
    if (line !== undefined) {
      const [fact] = left.get(line) ?? [];
      if (fact !== undefined) join(line, fact);
      else if (left.has(line)) return null;
      continue;
    }
    const fact = lonely.pop()!;
    const [user] = users.get(fact) ?? [];
    if (user !== undefined) join(user, fact);
  }
  return pairs.length === component.lines.length ? pairs : null;
}
