import { assess } from '../../domain/integration/assessment/assess.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { checklistOf } from '../../domain/integration/summary/checklist.ts';
import { redFlags } from '../../domain/integration/summary/red-flags.ts';
import { bullets, type MarkdownBlock, prose } from '../words/markdown.ts';

/** Formats the ten items of the checklist, each with what shows it, or why it is not known. */
export function checklist(state: IntegrationState): MarkdownBlock {
  return bullets(
    checklistOf(state).map(({ item, checked, evidence }) => {
      const why = evidence.map(prose).join('; ');
      return `[${checked === true ? 'x' : ' '}] ${item}: ${checked === null ? `not known, because ${why}` : why}`;
    }),
  );
}

/** Says that nothing got worse where tests were compared, and otherwise why that is not known. */
export function noRegression(state: IntegrationState, sentence: string): string {
  const facts = assess(state).filter(({ kind }) => kind === 'regression');
  const [open] = facts.filter(({ met }) => met === null);
  return open === undefined && facts.length > 0
    ? sentence
    : `Not known, because ${prose(open?.because ?? 'no gate has run on this commit')}`;
}

/** Formats the red flags that are up, each with its reasons. */
export function redFlagLines(state: IntegrationState): MarkdownBlock {
  return bullets(
    redFlags(state).map(({ title, because, bearing }) => {
      const accepted = bearing === 'warns' ? ' (accepted)' : '';
      return `${title}${accepted}: ${because.map(prose).join('; ')}`;
    }),
  );
}
