import { askGit } from '../../adapters/survey/ask-git.ts';
import { surveyProject } from '../../adapters/survey/project-survey.ts';
import { type ConfigText, findConfig, readSettings } from '../../adapters/yaml/config-file.ts';
import { proposeSettings, rawProposal } from '../../domain/config/propose.ts';
import type { Settings } from '../../domain/config/settings.ts';
import type { Survey } from '../../domain/config/survey.ts';
import { flagOverrides } from '../arguments/flag-overrides.ts';
import type { Io } from '../arguments/io.ts';
import type { FlagValues } from '../arguments/parse-args.ts';

/** What reading the configuration needs to know of a repository. */
export interface ConfigPlace {
  readonly common_dir: string;
  /** null for a bare repository. */
  readonly top_level: string | null;
}

/** A bare repository has no working tree, so this reads the file from the commit at HEAD. */
async function configOf({ common_dir, top_level }: ConfigPlace): Promise<ConfigText | null> {
  if (top_level !== null) return findConfig(top_level);
  const file = 'HEAD:intorch.yaml';
  const text = await askGit(common_dir, ['cat-file', 'blob', file]);
  return text === null ? null : { file, text };
}

function surveyOf({ common_dir, top_level }: ConfigPlace, search_path: string): Promise<Survey> {
  return top_level === null
    ? surveyProject(common_dir, search_path, 'head')
    : surveyProject(top_level, search_path);
}

/** Returns what intorch.yaml alone says, without flags and environment; null when there is no file. @throws CONFIG_INVALID */
export async function writtenSettings(place: ConfigPlace): Promise<Settings | null> {
  const config = await configOf(place);
  return config === null ? null : readSettings({ config, env: {}, flags: [] });
}

/**
 * Returns the settings of this call and where they come from. Flags override the environment, which overrides intorch.yaml or, without a
 * file, the proposal for the project.
 */
export async function chosenSettings(
  place: ConfigPlace,
  io: Pick<Io, 'env'>,
  flags: FlagValues,
): Promise<{ settings: Settings; from: string }> {
  const config = await configOf(place);
  const proposal = config === null ? proposeSettings(await surveyOf(place, io.env['PATH'] ?? '')) : null;
  const proposed = proposal === null ? {} : rawProposal(proposal);
  const settings = readSettings({ config, proposed, env: io.env, flags: flagOverrides(flags) });
  return { settings, from: config?.file ?? proposedFrom(proposal?.missing ?? []) };
}

function proposedFrom(missing: readonly string[]): string {
  return missing.length === 0
    ? 'proposed'
    : `proposed, but nothing for ${missing.join(', ')}: not on this machine`;
}
