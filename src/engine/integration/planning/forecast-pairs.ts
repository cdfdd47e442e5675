import { onlyForkOf } from '../../../domain/shared/commit-graph.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { ForecastPair } from '../../../ports/forecast-pair.ts';
import type { History } from '../../../ports/git.ts';
import { inStep } from './in-step.ts';
import type { Looked } from './look-at-branch.ts';
import { squashedPart } from './squashed-part.ts';

type Pair = readonly [a: Looked, b: Looked];

/**
 * Returns how pairs of branches are merged for the forecast. One may stand on a parent that the other has from the target, squashed: from a
 * commit that its own stand on, so few questions serve all pairs.
 */
export async function forecastPairs(
  history: History,
  pairs: readonly Pair[],
): Promise<readonly ForecastPair[]> {
  const questions = new Map(
    pairs.flatMap(([a, b]) => [...partsIn(a, b), ...partsIn(b, a)]).map((each) => [keyOf(each), each]),
  );
  const { step, leave } = inStep(questions.size);
  const answers = [...questions].map(async ([key, { part, join }]) => {
    const [fork] = await history.mergeBases(part, join);
    await step();
    return fork !== undefined && (await squashedPart(history, { fork, tip: part }, join, step)) === part
      ? [key]
      : [];
  });
  const standing = new Set((await Promise.all(answers.map((each) => each.finally(leave)))).flat());
  return pairs.map(([a, b]) => {
    for (const [onto, incoming] of [
      [a, b],
      [b, a],
    ] as const)
      if (partsIn(onto, incoming).some((each) => standing.has(keyOf(each))))
        return { onto: onto.effort.tip, incoming: incoming.effort.tip, squashed: incoming.squashed_part };
    return {
      onto: a.effort.tip,
      incoming: b.effort.tip,
      ...(shareNone(a, b)
        ? { apart: true, parted: placesOfParting(a, b) }
        : { stacked_on: onlyForkOf(a, b) }),
    };
  });
}

interface Question {
  readonly part: Sha;
  readonly join: Sha;
}

/** Asks whether one has the squashed parent of the other from the target. One that has the parent itself needs no squashed one. */
function partsIn({ joins, own }: Looked, { squashed_part: part }: Looked): readonly Question[] {
  return part === null || own.has(part) ? [] : joins.map((join) => ({ part, join }));
}

function keyOf({ part, join }: Question): string {
  return `${part} ${join}`;
}

function shareNone(a: Looked, b: Looked): boolean {
  for (const commit of a.own.keys()) if (b.own.has(commit)) return false;
  return true;
}

/** Returns where two branches left the target: each at one commit. */
function placesOfParting(a: Looked, b: Looked): readonly [Sha, Sha] | null {
  return a.meets_once && b.meets_once ? [a.effort.merge_base, b.effort.merge_base] : null;
}
