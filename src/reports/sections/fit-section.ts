import { type Fit, misfitWords } from '../../domain/integration/fit/fit.ts';
import { counted } from '../../domain/shared/text.ts';
import { bullets, type MarkdownBlock, prose } from '../words/markdown.ts';

/** More misfits are only counted. */
const MOST_MISFITS = 20;

/** Formats which efforts go together, and the smallest sets that do not; nothing where all of them do. */
export function fitSection(fit: Fit, target: string): readonly MarkdownBlock[] {
  const { efforts, sets, more, complete, misfits } = fit;
  if (misfits.length === 0) return [];
  const without = (set: Fit['efforts']) => efforts.filter((name) => !set.includes(name));
  const rest = misfits.length - MOST_MISFITS;
  return [
    '## Which Go Together',
    bullets([
      ...sets.map(
        (set) => `${set.length} of ${efforts.length}, without ${without(set).map(prose).join(', ')}`,
      ),
      ...(more === 0
        ? []
        : [
            `${more === null ? 'many other sets' : counted(more, 'other set')} to which nothing can be added`,
          ]),
      ...(complete ? [] : ['There may be larger ones: too many conflict for trying all of them']),
    ]),
    'The smallest that do not:',
    bullets([
      ...misfits.slice(0, MOST_MISFITS).map((misfit) => prose(misfitWords(misfit, target))),
      ...(rest > 0 ? [`and ${rest} more`] : []),
    ]),
  ];
}
