/** A clock that jumps from one thing to do to the next. Of things at one moment, the lower order comes first, then the older. */
interface Due {
  readonly at: number;
  readonly order: number;
  readonly seq: number;
  readonly run: () => void;
}

const before = (a: Due, b: Due): boolean => a.at !== b.at ? a.at < b.at : a.order !== b.order ? a.order < b.order : a.seq < b.seq;

export class VirtualTime {
  now = 0;
  /** A binary heap. */
  private readonly heap: Due[] = [];
  private seq = 0;

  get idle(): boolean {
    return this.heap.length === 0;
  }

  /** Whether something is due before what arrives from outside at this moment; of the same moment only what has order −1. */
  dueBefore(at: number): boolean {
    const top = this.heap[0];
    return top !== undefined && (top.at < at || (top.at === at && top.order < 0));
  }

  moveTo(at: number): void {
    this.now = Math.max(this.now, at);
  }

  after(ms: number, run: () => void): void {
    this.at(this.now + Math.round(ms), run);
  }

  at(at: number, run: () => void, order = 0): void {
    const { heap } = this;
    heap.push({ at, order, seq: this.seq++, run });
    let child = heap.length - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!before(heap[child]!, heap[parent]!)) break;
      [heap[child], heap[parent]] = [heap[parent]!, heap[child]!];
      child = parent;
    }
  }

  runNext(): void {
    const { heap } = this;
    const top = heap[0];
    if (!top) return;
    const last = heap.pop()!;
    if (heap.length > 0) {
      heap[0] = last;
      let parent = 0;
      for (;;) {
        const left = 2 * parent + 1;
        if (left >= heap.length) break;
        const child = left + 1 < heap.length && before(heap[left + 1]!, heap[left]!) ? left + 1 : left;
        if (!before(heap[child]!, heap[parent]!)) break;
        [heap[child], heap[parent]] = [heap[parent]!, heap[child]!];
        parent = child;
      }
    }
    this.moveTo(top.at);
    top.run();
  }
}
