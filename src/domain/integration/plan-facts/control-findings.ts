import { type ControlChange, changedScripts, controlFiles } from '../../code/control-files.ts';
import type { EffortName } from '../../shared/ids.ts';
import type { PlanFinding } from './plan-finding.ts';

/** What an effort changes, with both versions of each package.json among it; an empty text where there is none. */
export interface ControlledEffort {
  readonly effort: EffortName;
  readonly changed: readonly ControlChange[];
  readonly packages: readonly { readonly path: string; readonly before: string; readonly after: string }[];
}

/** More files than these are counted. */
const MOST_NAMED = 6;

/** Says which efforts change files that programs obey, and in each what. */
export function controlFileFindings(efforts: readonly ControlledEffort[]): readonly PlanFinding[] {
  return efforts.flatMap(({ effort, changed, packages }): readonly PlanFinding[] => {
    const said = [
      ...controlFiles(changed).map(({ path, what }) => `${path} (${what})`),
      ...packages.flatMap(({ path, before, after }) => {
        const scripts = changedScripts(before, after);
        return scripts.length === 0 ? [] : [`${path} (scripts: ${named(scripts)})`];
      }),
    ];
    if (said.length === 0) return [];
    return [
      {
        kind: 'control_files',
        subject: effort,
        severity: 'MEDIUM',
        checkpoint_says: `changes ${named(said)}`,
        git_says: 'programs obey these files: once it lands they count for everybody',
      },
    ];
  });
}

function named(names: readonly string[]): string {
  const more = names.length - MOST_NAMED;
  return [...names.slice(0, MOST_NAMED), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
