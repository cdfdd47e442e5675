import { findingLine } from '../selectors/findings.ts';
import type { IntegrationState } from '../state.ts';
import { type Fact, fact } from './fact.ts';

/** Assesses what was found to be otherwise than recorded: reported, never a reason to stop. */
export function findingFacts({ findings }: IntegrationState): readonly Fact[] {
  return findings.map((finding) =>
    fact('finding', finding.subject, 'informs', findingLine(finding), {
      met: null,
      value: finding.git_says,
      threshold: finding.checkpoint_says,
    }),
  );
}
