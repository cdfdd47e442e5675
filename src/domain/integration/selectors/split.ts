import type { EffortName } from '../../shared/ids.ts';
import type { IntegrationState } from '../state.ts';
import { effortNamed } from './progress.ts';

/** A proposed part of an effort: a group of directories, within the limit where its directories allow. */
export interface Split {
  readonly directories: readonly string[];
  readonly lines: number;
}

/** Proposes a split of an oversize effort by directory: largest first, packed into as few parts as fit. */
export function proposedSplit(state: IntegrationState, name: EffortName): readonly Split[] {
  const limit = state.settings.limits.effort_lines;
  const parts: { directories: string[]; lines: number }[] = [];
  for (const { directory, lines } of effortNamed(state, name).size.by_directory) {
    const part = parts.find((candidate) => candidate.lines + lines <= limit);
    if (part) {
      part.directories.push(directory);
      part.lines += lines;
    } else parts.push({ directories: [directory], lines });
  }
  return parts;
}
