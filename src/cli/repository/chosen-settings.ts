/** Which settings count, and where they come from: intorch.yaml in the target's tree, whatever is checked out. */
import { join, relative, resolve } from 'node:path';
import { memoizeBy } from '../../adapters/async/memoize.ts';
import { askGit } from '../../adapters/survey/ask-git.ts';
import { thoseOnBranch } from '../../adapters/survey/branch-files.ts';
import { headByFiles, tipByFiles } from '../../adapters/survey/place-by-files.ts';
import { surveyBranches, surveyProject } from '../../adapters/survey/project-survey.ts';
import { readSettings } from '../../adapters/yaml/config-file.ts';
import {
  CONFIG_NAMES,
  type ConfigText,
  configAmong,
  findConfig,
  namedConfig,
} from '../../adapters/yaml/config-text.ts';
import { type ConfigPlace, countingPlace, firstTarget } from '../../domain/config/counting-file.ts';
import { fileJsonSchema } from '../../domain/config/file-json-schema.ts';
import { environmentOverrides } from '../../domain/config/overrides.ts';
import { proposeSettings, rawProposal } from '../../domain/config/propose.ts';
import { usualTarget } from '../../domain/config/propose-branches.ts';
import type { Settings } from '../../domain/config/settings.ts';
import { settingsElsewhere } from '../../domain/integration/differences/settings.ts';
import type { Finding } from '../../domain/integration/state.ts';
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import { flagOverrides } from '../arguments/flag-overrides.ts';
import type { Io } from '../arguments/io.ts';
import { type FlagValues, flagValue } from '../arguments/parse-args.ts';

/** One call of the program: its repository, its folder and environment, and its flags. */
export interface SettingsCall {
  readonly common_dir: string;
  /** null for a bare repository. */
  readonly top_level: string | null;
  readonly io: Pick<Io, 'directory' | 'env'>;
  readonly flags: FlagValues;
}

/** What intorch.yaml says. */
export interface WrittenSettings {
  /** Without flags and environment; null: no file counts. */
  readonly written: Settings | null;
  /** The text of the file that counts, and the tip that the target had before it was read, where git's files tell it. */
  readonly text: string | null;
  readonly tip: string | null;
  /** What the file in the checkout says where it does not count; null: there is none, or it cannot be used. */
  readonly elsewhere: Settings | null;
  /** What is to be said of the file in the checkout. */
  readonly notes: readonly Omit<Finding, 'at'>[];
}

/** The settings of a call. */
export interface ChosenSettings extends WrittenSettings {
  readonly settings: Settings;
  /** Where they come from: `main:intorch.yaml`, `proposed`. */
  readonly from: string;
}

/** Returns what the file that counts says for a target: the named one, else the one this call would land on. @throws CONFIG_INVALID */
export async function writtenSettings(
  call: SettingsCall,
  target: string | null = null,
): Promise<WrittenSettings> {
  return writtenIn(call, await configFiles(call, target));
}

/**
 * Returns the settings of this call and where they come from. Flags override the environment, which overrides intorch.yaml or, without a
 * file, the proposal for the project. @throws CONFIG_INVALID
 */
export async function chosenSettings(call: SettingsCall): Promise<ChosenSettings> {
  const files = await configFiles(call, null);
  const { counting, target } = files;
  const proposal = counting === null ? proposeSettings(await surveyOf(call, target)) : null;
  const proposed = proposal === null ? {} : rawProposal(proposal);
  const { io, flags } = call;
  const settings = readSettings({ config: counting, proposed, env: io.env, flags: flagOverrides(flags) });
  const from = counting?.file ?? proposedFrom(proposal?.missing ?? []);
  return { settings: { ...settings, target }, from, ...writtenIn(call, files) };
}

interface ConfigFiles {
  readonly target: string | null;
  readonly tip: string | null;
  readonly place: ConfigPlace | null;
  /** The file that counts. */
  readonly counting: ConfigText | null;
  readonly checkout: ConfigText | null;
}

async function configFiles(call: SettingsCall, known: string | null): Promise<ConfigFiles> {
  const { common_dir, top_level, io, flags } = call;
  const tips = new Map<string, string | null>();
  const onBranch = memoizeBy(async (branch: string) => {
    tips.set(branch, tipByFiles(common_dir, branch));
    const there = await thoseOnBranch(common_dir, branch, CONFIG_NAMES);
    return configAmong(`${branch}:`, async (name) => there.get(name) ?? null);
  });
  const file = flagValue(flags, 'config');
  const [named, checkout, head] = await Promise.all([
    file === null ? null : namedConfig(resolve(io.directory, file), file),
    top_level === null ? null : findConfig(top_level),
    headByFiles(common_dir) ?? askGit(common_dir, ['symbolic-ref', '--quiet', '--short', 'HEAD']),
  ]);
  const checked_out = head?.trim() || null;
  const bare = top_level === null && checked_out !== null ? await onBranch(checked_out) : null;
  const at_hand = named ?? checkout ?? bare;
  const told = known ?? toldTarget(call);
  const first = firstTarget({
    told,
    // A broken one stops only a call that has no other word on the target.
    at_hand: at_hand === null || told !== null ? undefined : alone(at_hand).target,
    checked_out,
    usual: at_hand === null && told === null ? usualTarget(await surveyBranches(common_dir)) : null,
  });
  const { target, on_target } =
    first === null
      ? { target: null, on_target: null }
      : told === null && named === null
        ? await followed(first, onBranch)
        : { target: first, on_target: await onBranch(first) };
  const in_checkout =
    top_level === null || checkout === null
      ? null
      : (await isTracked(top_level, checkout.file))
        ? 'tracked'
        : 'untracked';
  const place = countingPlace({ named: named !== null, on_target: on_target !== null, in_checkout });
  const files = { named, target: on_target, checkout };
  const tip = tips.get(target ?? '') ?? null;
  return { target, tip, place, counting: place === null ? null : files[place], checkout };
}

function toldTarget({ io, flags }: SettingsCall): string | null {
  const { overrides } = environmentOverrides(io.env, fileJsonSchema());
  const told = [...overrides, ...flagOverrides(flags)].findLast(({ path }) => path[0] === 'target')?.value;
  return typeof told === 'string' ? told : null;
}

/** Follows files that name another target than the branch they are on, to one that is its own. */
async function followed(
  first: string,
  onBranch: (branch: string) => Promise<ConfigText | null>,
): Promise<{ readonly target: string; readonly on_target: ConfigText | null }> {
  const seen: string[] = [];
  for (let target = first; ; ) {
    const on_target = await onBranch(target);
    const next = on_target === null ? null : alone(on_target).target;
    if (next === null || next === target) return { target, on_target };
    if (seen.includes(next))
      throw new IntorchError(
        'CONFIG_INVALID',
        `${on_target?.file} names the target ${next}, which names another`,
        {
          remedy: 'Say which is meant: --onto BRANCH',
        },
      );
    seen.push(target);
    target = next;
  }
}

/** Reads a file without flags and environment. @throws CONFIG_INVALID */
function alone(config: ConfigText): Settings {
  return readSettings({ config, env: {}, flags: [] });
}

/** Where git does not answer, the file counts as tracked: it is not believed then. */
async function isTracked(top_level: string, file: string): Promise<boolean> {
  return (await askGit(top_level, ['ls-files', '-z', '--', file])) !== '';
}

function writtenIn(
  { top_level, io }: SettingsCall,
  { counting, place, target, tip, checkout }: ConfigFiles,
): WrittenSettings {
  const written = counting === null ? null : alone(counting);
  const text = counting?.text ?? null;
  if (top_level === null || checkout === null) return { written, text, tip, elsewhere: null, notes: [] };
  const path = relative(io.directory, join(top_level, checkout.file));
  const says = saidIn(checkout);
  const elsewhere = place === 'checkout' || typeof says === 'string' ? null : says;
  return { written, text, tip, elsewhere, notes: settingsElsewhere(place, target, written, { path, says }) };
}

function saidIn(config: ConfigText): Settings | string {
  try {
    return alone(config);
  } catch (thrown) {
    return asIntorchError(thrown).message;
  }
}

function surveyOf({ common_dir, io }: SettingsCall, target: string | null) {
  return surveyProject(common_dir, io.env['PATH'] ?? '', target ?? '');
}

function proposedFrom(missing: readonly string[]): string {
  return missing.length === 0
    ? 'proposed'
    : `proposed, but nothing for ${missing.join(', ')}: not on this machine`;
}
