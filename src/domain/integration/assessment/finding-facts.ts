import { findingLine, findingsOfMerged } from '../selectors/findings.ts';
import type { IntegrationState } from '../state.ts';
import { type Fact, fact } from './fact.ts';

/**
 * Assesses what was found: reported, and a reason to ask where an effort takes back what landed, or changes control files and the settings
 * say so.
 */
export function findingFacts(state: IntegrationState): readonly Fact[] {
  const asked = [
    ...findingsOfMerged(state, 'takes_back'),
    ...(state.settings.landing.control_files === 'ask' ? findingsOfMerged(state, 'control_files') : []),
  ];
  return state.findings.map((finding) =>
    fact('finding', finding.subject, asked.includes(finding) ? 'asks' : 'informs', findingLine(finding), {
      met: null,
      value: finding.git_says,
      threshold: finding.checkpoint_says,
    }),
  );
}
