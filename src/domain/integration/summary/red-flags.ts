import { assess } from '../assessment/assess.ts';
import { type Bearing, RED_FLAGS, type RedFlag } from '../assessment/fact.ts';
import type { IntegrationState } from '../state.ts';

/** One red flag of the specification that is up, with every fact that raises it. */
export interface RaisedFlag {
  readonly flag: RedFlag;
  readonly title: (typeof RED_FLAGS)[number]['title'];
  readonly because: readonly string[];
  /** What follows: `blocks` or `asks` until it is dealt with, `warns` once somebody accepted it. */
  readonly bearing: Bearing;
}

/** Lists the red flags that are up, in the order of the specification. */
export function redFlags(state: IntegrationState): readonly RaisedFlag[] {
  const facts = assess(state);
  return RED_FLAGS.flatMap(({ flag, title }) => {
    const raised = facts.filter(({ red_flag }) => red_flag === flag);
    const [first] = raised;
    if (first === undefined) return [];
    const because = raised.map((each) => each.because);
    return [{ flag, title, because, bearing: first.bearing }];
  });
}
