import {
  gateVariables,
  holdsPassword,
  WITHHOLDS,
  withheldVariables,
} from '../../../adapters/execa/gate-environment.ts';
import { gitVariables } from '../../../adapters/git/process/environment.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings, and what concerns the engine's own program. */
const OWN = /^(?:INTORCH_\w+|NODE_OPTIONS|NODE_COMPILE_CACHE|NO_COLOR)$/;

/**
 * Returns the environment of an engine: what git and gates get, and settings. A gate can read it (`/proc/<pid>/environ`), so it holds no
 * token, and nothing with a password. Of all else it has the names, to explain what a gate misses.
 */
export function engineEnvironment(ours: Environment): Record<string, string> {
  const own = Object.entries(ours).filter(([name]) => OWN.test(name));
  const passed = Object.entries({
    ...gitVariables(ours),
    ...gateVariables(ours),
    ...Object.fromEntries(own),
  });
  const kept = passed.flatMap(([name, value]): [string, string][] =>
    value === undefined || holdsPassword(value) ? [] : [[name, value]],
  );
  return { ...Object.fromEntries(kept), [WITHHOLDS]: [...withheldVariables(ours)].join(' ') };
}
