/**
 * This folder: everything that bears on landing, assessed once.
 *
 * One fact: what is known, what it should be, where that can be seen, and what follows. Rules, questions, readiness, health, checklist,
 * reports, exit status and screens are views of these facts and have no rule of their own.
 */

/**
 * What follows from a fact. `blocks`: the target does not move. `asks`: it moves only when a person says so. `warns`: it moves, and
 * whoever reads the report should know. `informs`: it is as it should be, or nothing is known.
 */
export const BEARINGS = ['blocks', 'asks', 'warns', 'informs'] as const;
export type Bearing = (typeof BEARINGS)[number];

/** What facts are about, in the order in which they are shown. */
export const FACT_KINDS = [
  'session',
  'conflict',
  'conflict_severity',
  'gate',
  'regression',
  'expectation',
  'coverage',
  'performance',
  'security',
  'dependencies',
  'api',
  'documentation',
  'loss',
  'effort',
  'left_out_commits',
  'effort_size',
  'total_size',
  'finding',
  'way_back',
] as const;
export type FactKind = (typeof FACT_KINDS)[number];

/** What the specification wants escalated, in its order and its words. */
export const RED_FLAGS = [
  { flag: 'semantic_conflict', title: 'Semantic conflicts with no clear resolution' },
  { flag: 'tests_after_resolution', title: 'Integration tests failing after conflict resolution' },
  { flag: 'performance', title: 'Performance degradation > 20%' },
  { flag: 'coverage', title: 'Code coverage decreased' },
  { flag: 'security', title: 'Security vulnerabilities introduced' },
  { flag: 'circular_dependency', title: 'Circular dependencies created' },
  { flag: 'api_change', title: 'Breaking API changes without migration plan' },
] as const;
export type RedFlag = (typeof RED_FLAGS)[number]['flag'];

export interface Fact {
  readonly kind: FactKind;
  /** Name of the gate, the effort, the path or the branch that it is about. */
  readonly about: string;
  readonly bearing: Bearing;
  /** One sentence without a full stop: what is so, or why it is not known. */
  readonly because: string;
  /** Whether it is as it should be; null: not known. */
  readonly met: boolean | null;
  readonly value: string | null;
  /** What the value is held against. */
  readonly threshold: string | null;
  /** Where it can be seen: a log, a commit, whoever decided. */
  readonly evidence: string | null;
  readonly red_flag: RedFlag | null;
}

type Known = Partial<Pick<Fact, 'met' | 'value' | 'threshold' | 'evidence' | 'red_flag'>>;

const MET: Readonly<Record<Bearing, boolean>> = { blocks: false, asks: false, warns: false, informs: true };

/** Returns a fact; without a word about it, what informs is as it should be, and everything else is not. */
export function fact(
  kind: FactKind,
  about: string,
  bearing: Bearing,
  because: string,
  { met = MET[bearing], value = null, threshold = null, evidence = null, red_flag = null }: Known = {},
): Fact {
  return { kind, about, bearing, because, met, value, threshold, evidence, red_flag };
}

/** Returns the fact that something is not known: no approval, and no objection. */
export function notKnown(kind: FactKind, about: string, because: string): Fact {
  return fact(kind, about, 'informs', because, { met: null });
}
