/** Every section a page may show, by name. One file per subject makes them. */
import { capabilitySections } from './capabilities';
import { decisionSection } from './decisions';
import { errorSections } from './error-catalogue';
import { machineSections } from './machines';
import { moduleSections } from './modules';
import { policySection } from './policy';
import { postingSections } from './postings';

export async function loadSections(): Promise<ReadonlyMap<string, string>> {
  return new Map(Object.entries({
    ...moduleSections(), ...(await machineSections()), ...postingSections(), ...policySection(), ...capabilitySections(),
    ...(await errorSections()), ...decisionSection(),
  }));
}
