/**
 * Variables in texts: `${VAR}`, `${VAR:-default}` where there may be none, `${steps.ID.state}` for the state of another step. `$${` is
 * `${` as it stands.
 */

/** A variable as a text names it. */
export interface Reference {
  /** What stands between the braces, without a default. */
  readonly name: string;
  /** null: there is none. */
  readonly fallback: string | null;
  /** The step whose state it is; null: it is an ordinary variable. */
  readonly step: string | null;
  /** false: no variable can be called so. */
  readonly is_name: boolean;
}

/** Returns the value of a variable; undefined: there is none. */
export type Lookup = (reference: Reference) => string | undefined;

const REFERENCE = /\$\$\{|\$\{([^}]*)\}/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const STEP_STATE = /^steps\.(.+)\.state$/;

function referenceOf(inside: string): Reference {
  const [name = '', ...rest] = inside.split(':-');
  const step = STEP_STATE.exec(name)?.[1] ?? null;
  const fallback = rest.length === 0 ? null : rest.join(':-');
  return { name, fallback, step, is_name: step !== null || NAME.test(name) };
}

/** Lists the variables in a text. */
export function referencesIn(text: string): readonly Reference[] {
  return [...text.matchAll(REFERENCE)].flatMap(([, inside]) =>
    inside === undefined ? [] : [referenceOf(inside)],
  );
}

/** Replaces each reference by what `write` makes of it, and `$${` by `${`. */
export function rewriteTemplate(text: string, write: (reference: Reference) => string): string {
  return text.replace(REFERENCE, (_, inside: string | undefined) =>
    inside === undefined ? '${' : write(referenceOf(inside)),
  );
}

/** Fills the variables of a text. One without a value gets its default; without a default it is empty, which a check does not let happen. */
export function fillText(text: string, lookup: Lookup): string {
  return rewriteTemplate(text, (reference) => lookup(reference) ?? reference.fallback ?? '');
}
