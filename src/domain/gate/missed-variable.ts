/** Finds out whether a gate is red for want of a variable that is set where intorch was started, because gates get few of those. */
import type { Clue } from './clue.ts';

const MISSES =
  /not set|unset|undefined|missing|required|KeyError|not found|unbound|must be|not defined|no value|not provided|empty/i;

/** Returns the variable that a line of output misses; null: none of these names. */
export function missedVariable(line: string, names: ReadonlySet<string>): string | null {
  if (names.size === 0 || !MISSES.test(line)) return null;
  return line.match(/\b[A-Z][A-Z0-9_]{3,}\b/g)?.find((word) => names.has(word)) ?? null;
}

/** Says that a gate does not get a variable, and what gives it. */
export function variableClue(name: string): Clue {
  return {
    of: 'workspace',
    says: `${name} is set where intorch was started, and gates do not get it: set it under env of this gate`,
  };
}
