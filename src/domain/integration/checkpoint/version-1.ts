/**
 * What version 1 wrote otherwise: actions in flight by their key alone, one cursor without a list, and in words with whom an effort is
 * held. It did not look at the code of the result, kept no names of tests, and took what another machine saved as it was.
 */
import type { Fields } from '../../shared/codec.ts';
import { withTodaysNames } from './former-names.ts';

/** Returns the fields as version 2 has them. */
export function fromVersion1(former: Fields): Fields {
  const fields = withTodaysNames({
    baseline_tests: null,
    ...former,
    highlighted: asList(former['highlighted']),
  });
  const in_flight = listOf(fields['in_flight']).map((started) => ({
    ...started,
    action: actionOf(String(started['key']), listOf(fields['gate_runs'])),
    cancelled: false,
  }));
  const trouble = recordOf(fields['trouble']);
  return {
    ...fields,
    survey: null,
    in_flight,
    trouble: trouble && { ...trouble, action: typeOf(String(trouble['action'])) },
    efforts_included: listOf(fields['efforts_included']).map((effort) => ({
      ...effort,
      held_with: heldWith(String(effort['held_because'])),
    })),
  };
}

/** The keys of version 1 were `<type>`, `<type>:<object>` or `<type>:<effort>:<commit>`; a gate's run was known by its id. */
function actionOf(key: string, runs: readonly Fields[]): Fields {
  const [type = '', ...rest] = key.split(':');
  const about = rest.join(':');
  const commit = rest.at(-1) ?? '';
  switch (type) {
    case 'create_integration_branch':
      return { type, at: about };
    case 'merge_effort':
    case 'inspect_conflict':
    case 'resolve_conflict':
      return { type, effort: rest.slice(0, -1).join(':'), onto: commit };
    case 'prepare_edit':
    case 'accept_edit':
      return { type, conflict: about };
    case 'run_gate': {
      const run = runs.find(({ id }) => id === about);
      const { gate, subject, attempt, ordinal } = run ?? {};
      return { type, run: about, ordinal, gate, subject, attempt };
    }
    case 'take_back':
      return { type, to: about };
    case 'land':
      return { type, commit };
    default:
      return { type };
  }
}

/** Converts the one cursor that the first release stored into a list. */
function asList(highlighted: unknown): unknown {
  if (highlighted === null) return [];
  return Array.isArray(highlighted) || typeof highlighted !== 'object' ? highlighted : [highlighted];
}

/** Version 1 said in the reason alone that an effort was held with another. */
function heldWith(because: string): string | null {
  return /^depends on (.+), which is held$/s.exec(because)?.[1] ?? null;
}

function typeOf(key: string): string {
  return key.split(':', 1)[0] ?? key;
}

function recordOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null ? (value as Fields) : null;
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'object' && each !== null) : [];
}
