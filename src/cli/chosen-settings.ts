import { surveyProject } from '../adapters/survey/project-survey.ts';
import { findConfig, readSettings } from '../adapters/yaml/config-file.ts';
import { proposeSettings, rawProposal } from '../domain/config/propose.ts';
import type { Settings } from '../domain/config/settings.ts';
import { flagOverrides } from './flag-overrides.ts';
import type { Io } from './io.ts';
import type { FlagValues } from './parse-args.ts';

/** Gives what intorch.yaml says by itself, without flags and environment; null: there is none. CONFIG_INVALID. */
export async function writtenSettings(top: string | null): Promise<Settings | null> {
  const config = top === null ? null : await findConfig(top);
  return config === null ? null : readSettings({ config, env: {}, flags: [] });
}

/** Gives the settings of this call, and where they come from: flags over environment over intorch.yaml, or what is proposed for the project. */
export async function chosenSettings(
  top: string | null,
  io: Pick<Io, 'env'>,
  flags: FlagValues,
): Promise<{ settings: Settings; from: string }> {
  const config = top === null ? null : await findConfig(top);
  const proposed =
    config === null && top !== null ? rawProposal(proposeSettings(await surveyProject(top))) : {};
  const settings = readSettings({ config, proposed, env: io.env, flags: flagOverrides(flags) });
  return { settings, from: config?.file ?? 'proposed' };
}
