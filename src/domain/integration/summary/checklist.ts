import { assess } from '../assessment/assess.ts';
import type { Fact, FactKind } from '../assessment/fact.ts';
import type { IntegrationState } from '../state.ts';

/** The specification's pre-merge checklist, word for word, and the facts that answer each item. */
const ITEMS = [
  ['All conflicts detected and categorized', ({ kind }) => kind === 'conflict'],
  ['High-severity conflicts escalated with options', isAbout('conflict_severity', 'high')],
  ['Low-severity conflicts auto-resolved', isAbout('conflict_severity', 'low')],
  ['Integration tests passing', ({ kind }) => kind === 'gate'],
  [
    'No regression in existing functionality',
    ({ kind, met }) => kind === 'regression' || kind === 'loss' || (kind === 'expectation' && met === false),
  ],
  ['Code coverage maintained or improved', ({ kind }) => kind === 'coverage'],
  ['Performance benchmarks within acceptable range', ({ kind }) => kind === 'performance'],
  ['Security scan completed with no critical issues', ({ kind }) => kind === 'security'],
  ['Documentation updated for integrated changes', ({ kind }) => kind === 'documentation'],
  ['Rollback plan documented', ({ kind }) => kind === 'way_back'],
] as const satisfies readonly (readonly [string, (fact: Fact) => boolean])[];

export interface ChecklistItem {
  readonly item: (typeof ITEMS)[number][0];
  /** null: not known. */
  readonly checked: boolean | null;
  /** What shows it, or why it is not known, one sentence each; where something speaks against it, only that. */
  readonly evidence: readonly string[];
}

/** Answers the ten items, each with its evidence or why it is not known. */
export function checklistOf(state: IntegrationState): readonly ChecklistItem[] {
  const facts = assess(state);
  return ITEMS.map(([item, answers]) => {
    const about = facts.filter(answers);
    const against = about.filter(({ met }) => met === false);
    const open = about.filter(({ met }) => met === null);
    const decisive = against.length > 0 ? against : open.length > 0 ? open : about;
    const checked = against.length > 0 ? false : open.length > 0 || about.length === 0 ? null : true;
    const evidence = decisive.map(({ because }) => because);
    return { item, checked, evidence: evidence.length > 0 ? evidence : ['nothing is known about it'] };
  });
}

function isAbout(kind: FactKind, about: string): (fact: Fact) => boolean {
  return (fact) => fact.kind === kind && fact.about === about;
}
