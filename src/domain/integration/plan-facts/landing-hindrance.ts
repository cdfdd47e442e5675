/** Why landing will leave the target where it is, asked of the world beforehand, so that the question says what an answer leads to. */

import type { ResultSurvey } from '../../code/survey.ts';
import type { Settings } from '../../config/settings.ts';
import type { BranchName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import { type CheckoutFacts, inTheWay } from './checkout-findings.ts';
import { type LandingMove, landingWay } from './landing-way.ts';

type Hindrance = NonNullable<ResultSurvey['hindrance']>;

const MOST_LISTED = 20;
const MOST_NAMED = 3;

/** Returns what keeps the target from moving by itself; null: it can. `paths` are those that the result changes. */
export function landingHindrance(
  target: BranchName,
  checkouts: readonly CheckoutFacts[],
  move: LandingMove,
  { paths, mode }: { readonly paths: ReadonlySet<string>; readonly mode: Settings['landing']['mode'] },
): Hindrance | null {
  const { because, movable } = landingWay(target, checkouts, move);
  const in_the_way = checkouts.flatMap((checkout) => inTheWay(checkout, paths)).slice(0, MOST_LISTED);
  if (because === null || (mode === 'fast_forward' && movable !== null && in_the_way.length === 0))
    return null;
  return { because, in_the_way };
}

/** Says it in sentences, for a question. */
export function hindranceWords({ because, in_the_way }: Hindrance): readonly string[] {
  const more = in_the_way.length - MOST_NAMED;
  const named = [...in_the_way.slice(0, MOST_NAMED), ...(more > 0 ? [counted(more, 'more path')] : [])].join(
    ', ',
  );
  return [
    because,
    ...(in_the_way.length === 0
      ? []
      : [
          `in the way there, not committed: ${named}; commit, stash or move that first, or git refuses the command`,
        ]),
  ];
}
