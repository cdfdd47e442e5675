import { controlFindings, findingLine } from '../selectors/findings.ts';
import type { IntegrationState } from '../state.ts';
import { type Fact, fact } from './fact.ts';

/** Assesses what was found to be otherwise than recorded: reported, and a reason to stop only where the settings say so. */
export function findingFacts(state: IntegrationState): readonly Fact[] {
  const asked = state.settings.landing.control_files === 'ask' ? controlFindings(state) : [];
  return state.findings.map((finding) =>
    fact('finding', finding.subject, asked.includes(finding) ? 'asks' : 'informs', findingLine(finding), {
      met: null,
      value: finding.git_says,
      threshold: finding.checkpoint_says,
    }),
  );
}
