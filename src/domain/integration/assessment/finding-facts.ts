import { findingLine, findingsOfMerged } from '../selectors/findings.ts';
import type { Finding, IntegrationState } from '../state.ts';
import { type Bearing, type Fact, fact } from './fact.ts';

/**
 * Assesses what was found: reported, and a reason to ask where an effort takes back what landed, where nobody could find that out, or where
 * one changes control files and the settings say so.
 */
export function findingFacts(state: IntegrationState): readonly Fact[] {
  const asked = [
    ...findingsOfMerged(state, 'takes_back'),
    ...(state.settings.landing.control_files === 'ask' ? findingsOfMerged(state, 'control_files') : []),
  ];
  const bearing = (finding: Finding): Bearing => {
    if (asked.includes(finding)) return 'asks';
    if (finding.kind !== 'part_unknown') return 'informs';
    return finding.severity === 'HIGH' ? 'asks' : 'warns';
  };
  return state.findings.map((finding) =>
    fact('finding', finding.subject, bearing(finding), findingLine(finding), {
      met: null,
      value: finding.git_says,
      threshold: finding.checkpoint_says,
    }),
  );
}
