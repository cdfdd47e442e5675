/** The cost of the order as it stands now: the operator may have reordered or excluded efforts since the plan was made. */
import type { EffortName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import { participants } from '../selectors/progress.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { chooseOrder, costOf } from './order.ts';

export interface OrderInUse {
  /** Decisions that the order costs as it stands. */
  readonly now: number;
  /** Decisions that the cheapest order known costs. */
  readonly cheapest: number;
  /** Decisions that the order costs as the efforts were given; null: other efforts take part now. */
  readonly given: number | null;
}

/** Screens ask for it with every frame, and the search takes its time. */
const KNOWN = new WeakMap<readonly Effort[], OrderInUse>();

/** Computes what the present order costs, and what the cheapest would; null before there is a plan. */
export function orderInUse(state: IntegrationState): OrderInUse | null {
  const { forecast, efforts_included } = state;
  if (forecast === null) return null;
  const known = KNOWN.get(efforts_included);
  if (known !== undefined) return known;
  const efforts = participants(state);
  const names = efforts.map(({ name }) => name);
  const conflicts = { with_target: forecast.with_target.map(({ effort }) => effort), pairs: forecast.pairs };
  const taking_part = new Set<EffortName>(names);
  const dependencies = new Map(
    efforts.map(({ name, dependencies: needs }) => [name, needs.filter((need) => taking_part.has(need))]),
  );
  const now = costOf(names, conflicts);
  const found = {
    now,
    cheapest: Math.min(now, chooseOrder({ names, dependencies, ...conflicts }).cost.chosen),
    given: efforts_included.some(({ excluded }) => excluded) ? null : forecast.cost.given,
  };
  KNOWN.set(efforts_included, found);
  return found;
}

/** Compares the present order with others, in half a sentence. */
export function orderWords({ now, cheapest, given }: OrderInUse): string {
  if (now === 0) return 'no decision foreseen in this order';
  const here = `${counted(now, 'decision')} in this order`;
  if (now > cheapest) return `${here}, ${cheapest} in the cheapest`;
  return `${here}${given === null ? '' : `, ${given} in the order given`}; no cheaper one is known`;
}
