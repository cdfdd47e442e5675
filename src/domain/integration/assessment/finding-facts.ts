import { findingLine, findingsOfMerged, findingsOfTogether } from '../selectors/findings.ts';
import type { IntegrationState } from '../state.ts';
import { type Bearing, type Fact, fact } from './fact.ts';

/**
 * Assesses what was found: reported; a warning where efforts that are in do the same work twice, or against each other; and a reason to ask
 * where an effort takes back what landed, or where the settings say so.
 */
export function findingFacts(state: IntegrationState): readonly Fact[] {
  const { landing, conflicts } = state.settings;
  const double = [...findingsOfTogether(state, 'double_work'), ...findingsOfTogether(state, 'uses_removed')];
  const asked = [
    ...findingsOfMerged(state, 'takes_back'),
    ...(landing.control_files === 'ask' ? findingsOfMerged(state, 'control_files') : []),
    ...(conflicts.double_work === 'ask' ? double : []),
  ];
  return state.findings.map((finding) => {
    const bearing: Bearing = asked.includes(finding)
      ? 'asks'
      : double.includes(finding)
        ? 'warns'
        : 'informs';
    return fact('finding', finding.subject, bearing, findingLine(finding), {
      met: null,
      value: finding.git_says,
      threshold: finding.checkpoint_says,
    });
  });
}
