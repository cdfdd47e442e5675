import { type ParsedSettings, parseSettings } from './parse.ts';
import { type ProposedBranches, proposeBranches } from './propose-branches.ts';
import { type ProposedGate, type ProposedSetup, proposeGates, proposeSetup } from './propose-gates.ts';
import type { Settings } from './settings.ts';
import type { PackageManager, Survey } from './survey.ts';

/** The configuration that the survey of a repository suggests; `renderConfig` writes it down with comments. */
export interface Proposal {
  readonly branches: ProposedBranches;
  readonly gates: readonly ProposedGate[];
  readonly setup: ProposedSetup | null;
  /** Package managers that the repository uses but this machine lacks. The proposal contains nothing they would have to run. */
  readonly missing: readonly PackageManager[];
}

/** Proposes a configuration for a repository that has none. */
export function proposeSettings(survey: Survey): Proposal {
  const here = withoutMissing(survey);
  return {
    branches: proposeBranches(survey),
    gates: proposeGates(here),
    setup: proposeSetup(here),
    missing: survey.missing_managers,
  };
}

function withoutMissing(survey: Survey): Survey {
  const { missing_managers: missing, package_managers, scripts } = survey;
  const runsScripts = NODE_MANAGERS.some((manager) => missing.includes(manager));
  return {
    ...survey,
    package_managers: package_managers.filter((manager) => !missing.includes(manager)),
    scripts: runsScripts ? null : scripts,
  };
}

const NODE_MANAGERS: readonly PackageManager[] = ['npm', 'pnpm', 'yarn', 'yarn-berry', 'bun'];

/** Returns the proposal as raw configuration, as the file would hold it. */
export function rawProposal(proposal: Proposal): Readonly<Record<string, unknown>> {
  const { branches, gates, setup } = proposal;
  return {
    target: branches.target,
    efforts: { patterns: branches.patterns, worktrees: branches.worktrees },
    gates: gates.map(({ name, command }) => ({ name, command })),
    worktree: setup === null ? {} : { setup: setup.command, setup_key: setup.key },
  };
}

/** Returns the settings that apply without a file: the ones that `intorch init` would write. */
export function proposedSettings(survey: Survey): Settings {
  const parsed: ParsedSettings = parseSettings(rawProposal(proposeSettings(survey)));
  if ('settings' in parsed) return parsed.settings;
  throw new Error(
    `the proposed configuration is invalid: ${parsed.problems.map((one) => one.sentence).join('; ')}`,
  );
}
