/**
 * Finds out which efforts make a gate red, from runs on sets of efforts: all of them first, then groups on top of what is found good. A
 * group that is known to be red is split where both outcomes are equally likely. Each set is a beginning of the merge order without those
 * that are convicted, so the last green one holds exactly the efforts that stay, and is the tree that lands.
 *
 * Who is convicted follows from the verdicts on the sets alone, never from which of them was known first: of two efforts that clash, the
 * later one, as when each is tested when it is merged. Beside the run that is needed next, further ones may be tried: those that would be
 * needed next if it came out one way or the other, the likeliest first.
 */
import type { EffortName } from '../shared/ids.ts';

/**
 * What is known of a set. `doubted`: red, and the gate has attempts left; `open`: not known yet; `useless`: it ran, or could not run, and
 * tells nothing.
 */
export type Answer = 'green' | 'red' | 'doubted' | 'open' | 'useless';

export interface Suspects {
  /** In merge order. */
  readonly efforts: readonly EffortName[];
  /** Efforts that go with one that is convicted, because they depend on it. */
  readonly dependents: (effort: EffortName) => readonly EffortName[];
  /** Share of efforts that are red by themselves, above 0 and below 1. */
  readonly share: number;
  readonly answerOf: (set: readonly EffortName[]) => Answer;
}

/** An effort with which a set that was green without it is red. */
export interface Conviction {
  readonly effort: EffortName;
  /** The set that was red: what was found good, and the effort as the last. */
  readonly set: readonly EffortName[];
}

export interface GroupSearch {
  readonly convicted: readonly Conviction[];
  /** Sets to run next, the one that is needed first and then the likeliest; those that run already among them. */
  readonly wanted: readonly (readonly EffortName[])[];
  /** `verified`: all others are green together; `stuck`: a set that is needed tells nothing; null: it goes on. */
  readonly end: 'verified' | 'stuck' | null;
}

/** How far the search is, with what was assumed on the way. */
interface Position {
  readonly good: readonly EffortName[];
  readonly rest: readonly EffortName[];
  /** How many of the rest, from its beginning, are known to be red together on what is good; 0: none. */
  readonly red: number;
  readonly convicted: readonly Conviction[];
}

interface Ask {
  readonly set: readonly EffortName[];
  /** Whether an effort is convicted where it is red: then all attempts of the gate have to agree. */
  readonly convicts: boolean;
  /** Probability that it is green. */
  readonly odds: number;
  readonly green: Position;
  readonly red: Position;
}

/** A run that is needed with a smaller probability is not worth its time. */
const LEAST_ODDS = 0.1;

/** Returns what the runs so far show, and at most so many sets to run next. */
export function searchGroups(suspects: Suspects, most: number): GroupSearch {
  const start: Position = { good: [], rest: suspects.efforts, red: 0, convicted: [] };
  const wanted: (readonly EffortName[])[] = [];
  let certain = start;
  let end: GroupSearch['end'] = null;
  let open = [{ at: start, odds: 1 }];
  while (open.length > 0 && wanted.length < Math.max(1, most)) {
    const [likeliest, ...others] = open.toSorted((a, b) => b.odds - a.odds);
    if (likeliest === undefined || likeliest.odds < LEAST_ODDS) break;
    const { at, odds } = likeliest;
    open = others;
    if (odds === 1) certain = at;
    const ask = nextAsk(suspects, at);
    if (ask === null) {
      if (odds < 1) continue;
      end = 'verified';
      continue;
    }
    const answer = suspects.answerOf(ask.set);
    if (answer === 'useless' && odds === 1) end = 'stuck';
    if (answer === 'useless') continue;
    // A set of which nothing is known convicts only where it was assumed to be red on the way here.
    const isKnown = ask.convicts ? answer !== 'doubted' : answer !== 'open';
    if (isKnown) open.push({ at: answer === 'green' ? ask.green : ask.red, odds });
    else {
      if (!wanted.some((set) => set.join() === ask.set.join())) wanted.push(ask.set);
      open.push({ at: ask.green, odds: odds * ask.odds }, { at: ask.red, odds: odds * (1 - ask.odds) });
    }
  }
  return { convicted: certain.convicted, wanted, end };
}

/** Returns the set to ask about at a position, and where each answer leads; null: nothing is left to ask. */
function nextAsk({ dependents, share }: Suspects, at: Position): Ask | null {
  const { good, rest, red, convicted } = at;
  if (rest.length === 0) return null;
  const q = 1 - share;
  const isFirst = good.length + convicted.length + red === 0;
  const size = red > 0 ? evenSplit(q, red) : Math.min(rest.length, isFirst ? rest.length : evenGroup(q));
  const set = [...good, ...rest.slice(0, size)];
  const green = { ...at, good: set, rest: rest.slice(size), red: Math.max(0, red - size) };
  const [effort] = rest;
  if (red !== 1 || effort === undefined) {
    const none = red === 0 ? 0 : q ** red;
    return { set, convicts: false, odds: (q ** size - none) / (1 - none), green, red: { ...at, red: size } };
  }
  const out = [effort, ...dependents(effort)];
  const left = rest.filter((name) => !out.includes(name));
  const without = { good, rest: left, red: 0, convicted: [...convicted, { effort, set }] };
  return { set, convicts: true, odds: share, green: { ...green, red: 0 }, red: without };
}

/** Returns the number of efforts of which nothing is known that are as likely to be green together as to be red. */
function evenGroup(q: number): number {
  return Math.max(1, Math.round(Math.log(0.5) / Math.log(q)));
}

/** Returns where to cut a group that is known to be red, so that its first part is as likely to be green as to be red. */
function evenSplit(q: number, red: number): number {
  const even = Math.round(Math.log((1 + q ** red) / 2) / Math.log(q));
  return Math.max(1, Math.min(red - 1, even));
}
