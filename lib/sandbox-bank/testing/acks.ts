/** Tests only: acknowledgements of banks that want more than a word, as their merchants would make them. */
import { cmbAck } from './merchants-cmb';
import { icbcAck } from './merchants-icbc';
import type { Heard, Onboarded } from './sandbox-for-tests';

export const ACKS: Readonly<Record<string, (m: Onboarded, heard: Heard) => string>> = {
  cmb: (m) => cmbAck(m),
  icbc: (m, heard) => icbcAck(m, heard),
};
