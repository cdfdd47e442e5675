import type { StartsOn } from '../shared/scheduling/schedule.ts';
import { fillText, type Lookup, type Reference, referencesIn } from './template.ts';

/** When a step starts: by what became of those before it, or by a comparison. */
export type Condition =
  | { readonly on: Exclude<StartsOn, 'policy'> }
  | { readonly on: 'policy'; readonly left: string; readonly right: string };

const FUNCTION = /^\s*(success|failure|always)\(\)\s*$/;
const COMPARISON = /^\s*(\$\{[^}]*\})\s*==\s*'([^']*)'\s*$/;

/** Parses a condition; null: it is none. */
export function parseCondition(text: string): Condition | null {
  const on = FUNCTION.exec(text)?.[1];
  if (on !== undefined) return { on: on as Exclude<StartsOn, 'policy'> };
  const [, left, right] = COMPARISON.exec(text) ?? [];
  return left === undefined || right === undefined ? null : { on: 'policy', left, right };
}

/** Returns when a step with this condition starts; undefined: it has none. */
export function startsOn(condition: string | undefined): StartsOn {
  return condition === undefined ? 'policy' : (parseCondition(condition)?.on ?? 'policy');
}

/** Checks whether the comparison in a condition holds; without one it does. */
export function conditionHolds(condition: string, lookup: Lookup): boolean {
  const parsed = parseCondition(condition);
  return parsed === null || !('left' in parsed) || fillText(parsed.left, lookup) === parsed.right;
}

/** Lists the variables that a condition compares. */
export function referencesOfCondition(condition: string): readonly Reference[] {
  const parsed = parseCondition(condition);
  return parsed !== null && 'left' in parsed ? referencesIn(parsed.left) : [];
}
