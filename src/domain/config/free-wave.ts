/** The wave of a new session: where nobody chose the name of its branch, a branch that must stay as it is is passed over. */
import { USUAL_NAMING } from './integration-branch.ts';
import type { Settings } from './settings.ts';

/** Checks whether wave and template are the defaults, so that a session may take another wave than the settings say. */
export function isNumberedByItself({ naming }: Pick<Settings, 'naming'>): boolean {
  const { wave, integration_branch } = USUAL_NAMING;
  return naming.wave === wave && naming.integration_branch === integration_branch;
}

/** Returns the settings of the wave after this one. */
export function ofNextWave(settings: Settings): Settings {
  return { ...settings, naming: { ...settings.naming, wave: settings.naming.wave + 1 } };
}
