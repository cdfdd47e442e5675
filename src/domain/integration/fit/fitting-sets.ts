/**
 * This folder: which efforts fit together.
 *
 * The largest sets of efforts that fit together. Efforts that do not fit, directly or by a chain of misfits and needs, form a component;
 * the sets of one component go with all those of the others, so each is searched by itself, and with a bound on its steps.
 */
import type { Dependencies } from '../../shared/graph.ts';
import type { EffortName } from '../../shared/ids.ts';

export interface FitRequest {
  /** In the given order. */
  readonly names: readonly EffortName[];
  /** For each effort all that it needs, directly or not, without itself. */
  readonly needs: Dependencies<EffortName>;
  /** Sets that do not fit together, and all sets that contain one. */
  readonly misfits: readonly (readonly EffortName[])[];
}

export interface FittingSets {
  /** Sets that nothing can be added to, the largest first, at most `MOST_SETS`; each in the given order. */
  readonly sets: readonly (readonly EffortName[])[];
  /** How many such sets there are beside these; null: too many to be counted. */
  readonly more: number | null;
  /** Whether these are the largest for certain; otherwise there may be larger ones. */
  readonly complete: boolean;
}

export const MOST_SETS = 5;
/** Bound on the steps of a whole search. */
const MOST_STEPS = 2_000;

/** Finds the sets of efforts that bring all they need, contain no misfit, and cannot be extended. */
export function fittingSets({ names, needs, misfits }: FitRequest): FittingSets {
  const alone = new Set(misfits.filter(({ length }) => length === 1).flat());
  const isOut = (name: EffortName) => [name, ...(needs.get(name) ?? [])].some((each) => alone.has(each));
  const open = names.filter((name) => !isOut(name));
  const there = new Set(open);
  const left = misfits.filter((misfit) => misfit.every((name) => there.has(name)));
  const components = componentsOf(open, needs, left);
  const steps = Math.floor(MOST_STEPS / Math.max(1, components.length));
  const found = components.map((component) => {
    const own = left.filter(([first]) => first !== undefined && component.includes(first));
    return own.length === 0
      ? { sets: [component], counted: true, complete: true }
      : searchedTwice({ names: component, needs, misfits: own }, steps);
  });
  const count = found.reduce((product, { sets }) => product * sets.length, 1);
  const isCounted = found.every(({ counted }) => counted);
  const largest = found.reduce<readonly (readonly EffortName[])[]>(
    (sets, part) =>
      largestFirst(sets.flatMap((set) => largestFirst(part.sets).map((other) => [...set, ...other]))),
    [[]],
  );
  return {
    sets: largest.map((set) => names.filter((name) => set.includes(name))),
    more: isCounted ? Math.min(Number.MAX_SAFE_INTEGER, count - largest.length) : null,
    complete: found.every(({ complete }) => complete),
  };
}

function largestFirst(sets: readonly (readonly EffortName[])[]) {
  return sets.toSorted((a, b) => b.length - a.length).slice(0, MOST_SETS);
}

/** What is decided of each effort; the others are open. */
type Places = ReadonlyMap<EffortName, 'in' | 'out'>;

/** Looks for every set; where these are too many, for the largest alone. */
function searchedTwice(request: FitRequest, steps: number) {
  const every = searched(request, steps, 'every');
  if (every.complete) return { ...every, counted: true };
  return { ...searched(request, steps, 'largest'), counted: false };
}

/** Decides one effort after the other, those with the fewest misfits first, and follows what comes of it. The first set found is a large one. */
function searched({ names, needs, misfits }: FitRequest, most: number, wanted: 'every' | 'largest') {
  const sets: (readonly EffortName[])[] = [];
  const of = new Map(names.map((name) => [name, misfits.filter((misfit) => misfit.includes(name))]));
  const dependents = new Map(
    names.map((name) => [name, names.filter((other) => needs.get(other)?.includes(name))]),
  );
  let steps = Math.max(most, names.length + 1);
  const visit = (places: Places | null): void => {
    if (places === null || steps <= 0 || !mayBeMaximal(places)) return;
    if (wanted === 'largest' && mostIn(places) <= (largestFirst(sets)[MOST_SETS - 1]?.length ?? 0)) return;
    steps -= 1;
    const next = freest(places);
    if (next === null) {
      sets.push(names.filter((name) => places.get(name) !== 'out'));
      return;
    }
    visit(placed(places, next, 'in'));
    visit(placed(places, next, 'out'));
  };

  /** Returns how many can be in at most: of misfits that share no open member, each costs one. */
  const mostIn = (places: Places): number => {
    const spent = new Set<EffortName>();
    let most_in = names.filter((name) => places.get(name) !== 'out').length;
    for (const misfit of misfits) {
      const open = misfit.filter((name) => !places.has(name));
      const isDone = misfit.some((name) => places.get(name) === 'out');
      if (isDone || open.some((name) => spent.has(name))) continue;
      for (const name of open) spent.add(name);
      most_in -= 1;
    }
    return most_in;
  };

  /** Returns the open effort with the fewest misfits that can still come about; null: none of them can. */
  const freest = (places: Places): EffortName | null => {
    const weights = new Map<EffortName, number>();
    for (const misfit of misfits) {
      if (misfit.some((name) => places.get(name) === 'out')) continue;
      for (const name of misfit) if (!places.has(name)) weights.set(name, (weights.get(name) ?? 0) + 1);
    }
    const [first] = [...weights].toSorted(([, a], [, b]) => a - b);
    return first?.[0] ?? null;
  };

  /** What is out has to be kept out by a misfit with what is in, or may come in yet. */
  const mayBeMaximal = (places: Places) =>
    names.every((name) => {
      if (places.get(name) !== 'out') return true;
      const comes = [name, ...(needs.get(name) ?? [])];
      return comes.some((each) =>
        of
          .get(each)
          ?.some((misfit) => misfit.every((other) => comes.includes(other) || places.get(other) !== 'out')),
      );
    });

  /** Places an effort, what it needs or what needs it, and the last open member of each misfit; null: that cannot be. */
  const placed = (before: Places, name: EffortName, place: 'in' | 'out'): Places | null => {
    const places = new Map(before);
    const open: [EffortName, 'in' | 'out'][] = [[name, place]];
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      const [who, where] = each;
      const known = places.get(who);
      if (known === where) continue;
      if (known !== undefined) return null;
      places.set(who, where);
      if (where === 'out') {
        for (const other of dependents.get(who) ?? []) open.push([other, 'out']);
        continue;
      }
      for (const need of needs.get(who) ?? []) open.push([need, 'in']);
      for (const misfit of of.get(who) ?? []) {
        const rest = misfit.filter((other) => places.get(other) !== 'in');
        if (rest.length === 0) return null;
        if (rest.length === 1 && rest[0] !== undefined) open.push([rest[0], 'out']);
      }
    }
    return places;
  };

  visit(new Map());
  return { sets, complete: steps > 0 };
}

function componentsOf(
  names: readonly EffortName[],
  needs: Dependencies<EffortName>,
  misfits: readonly (readonly EffortName[])[],
): readonly (readonly EffortName[])[] {
  const ties = [...misfits, ...names.map((name) => [name, ...(needs.get(name) ?? [])])];
  const component = new Map(names.map((name) => [name, [name]]));
  for (const [first, ...others] of ties) {
    for (const other of others) {
      const [one, two] = [first === undefined ? undefined : component.get(first), component.get(other)];
      if (one === undefined || two === undefined || one === two) continue;
      one.push(...two);
      for (const name of two) component.set(name, one);
    }
  }
  return [...new Set(component.values())];
}
