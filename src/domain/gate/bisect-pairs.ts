/**
 * Finds out whose fault a red gate is. A probe of the effort alone on the target shows whether it is its own. If not, it clashes with
 * something merged before it. Probes with some of those find the partners: first with each effort that shares files with it, then, once
 * the whole was red again, by halving.
 *
 * The assumption: more efforts never turn red into green. So a green probe clears everything in it, and a red one contains a whole clash.
 * An answer is given only when a probe of exactly that set was red and each member of it was needed for that. So a red that no probe
 * repeats is nobody's fault.
 */
import type { EffortName } from '../shared/ids.ts';
import type { Verdict } from './gate.ts';

export interface Suspicion {
  readonly effort: EffortName;
  /** In merge order; with all of them, the gate is red. */
  readonly merged_before: readonly EffortName[];
  /** Those that share files with it. */
  readonly likely: readonly EffortName[];
  /** Probes so far; null: still running. */
  readonly probes: readonly { readonly with: readonly EffortName[]; readonly verdict: Verdict | null }[];
  /** Efforts that an effort needs, directly or not; every probe includes them. */
  readonly needs?: ReadonlyMap<EffortName, readonly EffortName[]>;
}

export type ProbeStep =
  | { readonly kind: 'probe'; readonly with: readonly EffortName[] }
  /** Empty: red by itself. */
  | { readonly kind: 'known'; readonly clashes_with: readonly EffortName[] }
  /** The same set was red and green: chance, and nobody's fault. */
  | { readonly kind: 'unrepeatable'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string };

/** Returns the next probe, or whose fault it is, or why that cannot be determined. */
export function nextProbe(suspicion: Suspicion): ProbeStep {
  const { effort, merged_before, probes } = suspicion;
  const budget = 3 + 2 * Math.ceil(Math.log2(Math.max(1, merged_before.length)));
  const complete = (names: readonly EffortName[]) => {
    const wanted = new Set(
      [effort, ...names].flatMap((name) => [name, ...(suspicion.needs?.get(name) ?? [])]),
    );
    return merged_before.filter((name) => wanted.has(name));
  };

  const useless = probes.find(({ verdict }) => verdict === 'did_not_run' || verdict === 'inconclusive');
  if (useless !== undefined) {
    const how = useless.verdict === 'did_not_run' ? 'did not run' : 'was inconclusive';
    return { kind: 'unknown', because: `the probe of ${together(effort, useless.with)} ${how}` };
  }
  const reds = [merged_before, ...withVerdict(probes, ['failed'])];
  const greens = withVerdict(probes, ['passed', 'pre_existing']);
  const contradiction = reds.find((red) => greens.some((green) => isPart(red, green)));
  if (contradiction !== undefined) {
    const who = together(effort, contradiction);
    return greens.some((green) => isPart(green, contradiction))
      ? { kind: 'unrepeatable', because: `${who} was red, and green when it ran again` }
      : { kind: 'unknown', because: `probes of ${who} contradict each other` };
  }

  /** The set to probe next, when `isRed` returns null because no probe answers it yet. */
  let asked: readonly EffortName[] = [];
  const isRed = (names: readonly EffortName[]): boolean | null => {
    const set = complete(names);
    if (reds.some((red) => isPart(red, set))) return true;
    if (greens.some((green) => isPart(set, green))) return false;
    asked = set;
    return null;
  };
  const isWholeRepeated = () => {
    asked = merged_before;
    return probes.some((probe) => probe.verdict !== null && isPart(merged_before, probe.with));
  };
  const found = findClash(suspicion, isRed, isWholeRepeated);
  if (found !== null)
    return { kind: 'known', clashes_with: merged_before.filter((name) => found.includes(name)) };
  const spent = probes.filter(({ verdict }) => verdict !== null).length;
  if (spent < budget) return { kind: 'probe', with: asked };
  return { kind: 'unknown', because: `${spent} probes did not find out what ${effort} clashes with` };
}

/** Finds a minimal set that is red with the effort; null when the answer of a probe is missing. */
function findClash(
  { effort, merged_before, likely, needs }: Suspicion,
  isRed: (names: readonly EffortName[]) => boolean | null,
  isWholeRepeated: () => boolean,
): readonly EffortName[] | null {
  const alone = isRed([]);
  if (alone !== false) return alone === null ? null : [];
  let suspects = merged_before.filter((name) => !needs?.get(effort)?.includes(name));
  // Halving and its proof must still fit into the budget after these probes.
  const singles = likely.filter((name) => suspects.includes(name));
  let isPartner = false;
  for (const name of singles.slice(0, Math.ceil(Math.log2(suspects.length)))) {
    const red = isRed([name]);
    if (red === null) return null;
    if (!red) continue;
    const drawn = [name, ...(needs?.get(name) ?? [])];
    suspects = suspects.filter((suspect) => drawn.includes(suspect));
    isPartner = true;
    break;
  }
  // That everything together is red was seen in the run that is looked into. Before the long search it has to be seen once more.
  if (!isPartner && !isWholeRepeated()) return null;
  // The last member of the shortest red beginning is needed. Then find the shortest beginning that is red together with it, and so on.
  const needed: EffortName[] = [];
  for (;;) {
    const enough = isRed(needed);
    if (enough !== false) return enough === null ? null : needed;
    let green = 0;
    let red = suspects.length;
    while (red - green > 1) {
      const middle = Math.ceil((green + red) / 2);
      const isMiddleRed = isRed([...needed, ...suspects.slice(0, middle)]);
      if (isMiddleRed === null) return null;
      if (isMiddleRed) red = middle;
      else green = middle;
    }
    const last = suspects[red - 1];
    if (last === undefined) return needed;
    needed.push(last);
    suspects = suspects.slice(0, red - 1);
  }
}

function withVerdict(
  probes: Suspicion['probes'],
  verdicts: readonly Verdict[],
): readonly (readonly EffortName[])[] {
  return probes.flatMap((probe) =>
    probe.verdict !== null && verdicts.includes(probe.verdict) ? [probe.with] : [],
  );
}

function isPart(part: readonly EffortName[], whole: readonly EffortName[]): boolean {
  return part.every((name) => whole.includes(name));
}

function together(effort: EffortName, others: readonly EffortName[]): string {
  return others.length === 0 ? `${effort} alone` : `${effort} with ${others.join(', ')}`;
}
