import { loadedBy, moduleOf } from '../../../domain/code/code-version.ts';
import { newCycles, onCycleWith } from '../../../domain/code/new-cycles.ts';
import type { CodeSurvey } from '../../../domain/code/survey.ts';
import { graphFrom, type ReadableChange } from './code-change.ts';

/** Finds import cycles that the target had not. Each goes through a changed file, so only what these lead to is read. */
export async function findCycles(
  { before, after }: ReadableChange,
  changed: readonly string[],
): Promise<CodeSurvey['cycles']> {
  const modules = new Set(changed.map(moduleOf));
  const now = await graphFrom(after, modules, loadedBy);
  if (typeof now === 'string') return { known: false, because: now };
  const cyclic = onCycleWith(now, modules);
  const old = await graphFrom(before, cyclic, loadedBy);
  if (typeof old === 'string') return { known: false, because: old };
  const suspected = new Map(cyclic.map((module) => [module, now.get(module) ?? []]));
  // The package at the top of a repository is the folder '' here.
  const named = newCycles(old, suspected).map((cycle) => cycle.map((module) => module || '.'));
  return { known: true, value: named };
}
