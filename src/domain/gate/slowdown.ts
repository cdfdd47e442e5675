/** Shorter runs reveal nothing about speed. */
const MEASURABLE_MS = 1_000;
/** Fewer measurements are no evidence. */
const FEWEST_SAMPLES = 3;
const SLOWER_BY_PERCENT = 20;

/** Checks whether one more measurement would decide: there is one before and one after, and only the second is long. */
export function oneMoreDecides(durations_ms: readonly number[]): boolean {
  const [before, after, ...more] = durations_ms;
  return (
    before !== undefined &&
    after !== undefined &&
    more.length === 0 &&
    after >= MEASURABLE_MS &&
    after > before * (1 + SLOWER_BY_PERCENT / 100)
  );
}

/** Whether a gate has become slower, as far as its durations show. */
export type Slowdown =
  | { readonly kind: 'not_known'; readonly because: string }
  | { readonly kind: 'as_before'; readonly before_ms: number; readonly after_ms: number }
  | {
      readonly kind: 'slower';
      readonly before_ms: number;
      readonly after_ms: number;
      readonly percent: number;
    };

/**
 * Looks for the place in a row of durations from which on all are longer than all before it by more than 20 %. One slow run among
 * faster ones is noise; what stays slow until the end is not.
 */
export function slowdown(durations_ms: readonly number[]): Slowdown {
  const first = durations_ms[0];
  const last = durations_ms.at(-1);
  if (first === undefined || last === undefined || durations_ms.length < 2)
    return { kind: 'not_known', because: 'there is nothing to compare its duration with' };
  if (Math.max(first, last) < MEASURABLE_MS)
    return {
      kind: 'not_known',
      because: `runs of less than ${MEASURABLE_MS / 1_000} s say nothing about speed`,
    };
  if (durations_ms.length < FEWEST_SAMPLES)
    return {
      kind: 'not_known',
      because: `${durations_ms.length} measurements are too few to compare, ${FEWEST_SAMPLES} are needed`,
    };
  for (let at = 1; at < durations_ms.length; at++) {
    const before_ms = Math.max(...durations_ms.slice(0, at));
    const after_ms = Math.min(...durations_ms.slice(at));
    const percent = Math.round((after_ms / before_ms - 1) * 100);
    if (percent > SLOWER_BY_PERCENT) return { kind: 'slower', before_ms, after_ms, percent };
  }
  return { kind: 'as_before', before_ms: first, after_ms: last };
}
