import { deciderWords } from '../../shared/client.ts';
import type { IntegrationState } from '../state.ts';
import { conflictFacts } from './conflict-facts.ts';
import { effortFacts } from './effort-facts.ts';
import { expectationFacts } from './expectation-facts.ts';
import type { Bearing, Fact } from './fact.ts';
import { findingFacts } from './finding-facts.ts';
import { gateFacts } from './gate-facts.ts';
import { hiddenTestFacts } from './hidden-test-facts.ts';
import { regressionFacts } from './regression-facts.ts';
import { sessionFacts } from './session-facts.ts';
import { sizeFacts } from './size-facts.ts';
import { surveyFacts } from './survey-facts.ts';

const ASSESSORS: readonly ((state: IntegrationState) => readonly Fact[])[] = [
  sessionFacts,
  conflictFacts,
  gateFacts,
  regressionFacts,
  hiddenTestFacts,
  expectationFacts,
  surveyFacts,
  effortFacts,
  sizeFacts,
  findingFacts,
];

/** Many views ask about the same state. */
const KNOWN = new WeakMap<IntegrationState, readonly Fact[]>();

/** Assesses everything that bears on landing. */
export function assess(state: IntegrationState): readonly Fact[] {
  const known = KNOWN.get(state);
  if (known !== undefined) return known;
  const facts = ASSESSORS.flatMap((assessor) => assessor(state)).map((each) => answered(state, each));
  KNOWN.set(state, facts);
  return facts;
}

/** Returns the facts with one bearing. */
export function factsThat(state: IntegrationState, bearing: Bearing): readonly Fact[] {
  return assess(state).filter((each) => each.bearing === bearing);
}

/** A fact that somebody landed in spite of is no longer asked about; it stays to be known. */
function answered(state: IntegrationState, each: Fact): Fact {
  if (each.bearing !== 'asks' || state.landing_choice !== 'land') return each;
  const decision = state.decisions.findLast(({ kind, choice }) => kind === 'land' && choice === 'accept');
  if (decision === undefined) return each;
  return { ...each, bearing: 'warns', because: `${each.because}; accepted by ${deciderWords(decision)}` };
}
