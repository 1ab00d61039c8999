/** Between a reader that makes pieces and a server that takes them: the reader goes on while the server is busy, but only so far ahead. */
import { setImmediate } from 'node:timers/promises';

const AHEAD_BYTES = 24 << 20;

export class PieceQueue<P extends { readonly bytes: Uint8Array }> {
  private readonly held: P[] = [];
  private heldBytes = 0;
  private ended = false;
  private wake: (() => void) | null = null;

  /** Reads the pieces to their end, giving way to the server between two of them. Throws what the reader throws. */
  async fill(pieces: Iterable<P>): Promise<void> {
    try {
      for (const piece of pieces) {
        this.held.push(piece);
        this.heldBytes += piece.bytes.length;
        this.change();
        await setImmediate();
        while (this.heldBytes > AHEAD_BYTES && !this.ended) await this.changed();
        if (this.ended) return;
      }
    } finally {
      this.end();
    }
  }

  /** Nothing more is wanted, or nothing more comes. */
  end(): void {
    this.ended = true;
    this.change();
  }

  /** The next piece; null at the end. */
  async take(): Promise<P | null> {
    while (this.held.length === 0) {
      if (this.ended) return null;
      await this.changed();
    }
    const piece = this.held.shift()!;
    this.heldBytes -= piece.bytes.length;
    this.change();
    return piece;
  }

  private changed(): Promise<void> {
    return new Promise((resolve) => {
      const before = this.wake;
      this.wake = () => {
        before?.();
        resolve();
      };
    });
  }

  private change(): void {
    const { wake } = this;
    this.wake = null;
    wake?.();
  }
}
