/**
 * Gives the memory of a large buffer back at once; the buffer is empty afterwards. Its bytes lie outside the engine's heap: left to themselves, hundreds of
 * megabytes of them wait for a collection that the few small objects beside them do not cause.
 */
export function giveBack(bytes: Uint8Array): void {
  const { buffer } = bytes;
  // Small buffers share a block with others.
  if (buffer instanceof ArrayBuffer && bytes.byteLength >= OWN_BLOCK_BYTES) buffer.transfer(0);
}

const OWN_BLOCK_BYTES = 1 << 17;
