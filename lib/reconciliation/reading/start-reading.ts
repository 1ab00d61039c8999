/** Where a file is read. A small plain text costs less here than on its way to a thread, and cannot become more than it is; whatever is packed or large goes. */
import { isPlainText } from '@/lib/statements';
import { LocalReading } from './local-reading';
import type { Reading, StatementSource } from './port';
import { readInThread } from './thread-reading';

const HERE_BYTES = 256 << 10;
const HEAD_BYTES = 4096;

export function startReading(source: StatementSource): Promise<Reading> {
  const here = 'bytes' in source && source.bytes.length <= HERE_BYTES && isPlainText(source.bytes.subarray(0, HEAD_BYTES));
  return here ? Promise.resolve(new LocalReading(source)) : readInThread(source);
}

/** Reads, and gives the thread back whatever happens. */
export async function withReading<T>(source: StatementSource, read: (reading: Reading) => Promise<T>): Promise<T> {
  const reading = await startReading(source);
  try {
    return await read(reading);
  } finally {
    reading.close();
  }
}
