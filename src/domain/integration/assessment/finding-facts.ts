import { findingLine, findingsOfMerged, findingsOfTogether } from '../selectors/findings.ts';
import type { Finding, IntegrationState } from '../state.ts';
import { type Bearing, type Fact, fact } from './fact.ts';

/**
 * Assesses what was found: reported; a warning where efforts that are in do the same work twice, or against each other; and a reason to ask
 * where an effort takes back what landed, where nobody could find that out, or where the settings say so.
 */
export function findingFacts(state: IntegrationState): readonly Fact[] {
  const { landing, conflicts } = state.settings;
  const double = [...findingsOfTogether(state, 'double_work'), ...findingsOfTogether(state, 'uses_removed')];
  const asked = [
    ...findingsOfMerged(state, 'takes_back'),
    ...(landing.control_files === 'ask' ? findingsOfMerged(state, 'control_files') : []),
    ...(conflicts.double_work === 'ask' ? double : []),
  ];
  const bearing = (finding: Finding): Bearing => {
    if (asked.includes(finding)) return 'asks';
    if (finding.kind === 'part_unknown') return finding.severity === 'HIGH' ? 'asks' : 'warns';
    return double.includes(finding) ? 'warns' : 'informs';
  };
  return state.findings.map((finding) =>
    fact('finding', finding.subject, bearing(finding), findingLine(finding), {
      met: null,
      value: finding.git_says,
      threshold: finding.checkpoint_says,
    }),
  );
}
