/** What an audit says of merges that lost lines, and of what was done twice. */
import type { FullAudit, LandedTwice } from '../../domain/double-work/landed-twice.ts';
import type { LostInMerge } from '../../domain/landed/lost-in-merge.ts';
import { commitWords } from '../../domain/landed/words.ts';
import { counted } from '../../domain/shared/text.ts';

/** More landings of one thing than these are counted. */
const MOST_LANDINGS = 4;
/** Nor more paths. */
const MOST_PATHS = 2;

/** A heading with what stands below it; no lines: nothing is to be said. */
export interface AuditPart {
  readonly title: string;
  readonly heading: string;
  readonly lines: readonly string[];
}

/** Returns the parts of an audit beside what was taken back. */
export function auditParts({ lost, lost_unknown, double_work }: FullAudit): readonly AuditPart[] {
  const merges = new Set(lost.map(({ commit }) => commit)).size;
  const parts: readonly AuditPart[] = [
    {
      title: 'Lines That Merges Lost',
      heading: `${counted(merges, 'merge lacks', 'merges lack')} lines of one side:`,
      lines: [...Map.groupBy(lost, ({ commit, side }) => `${commit} ${side}`).values()].map(lossLine),
    },
    {
      title: 'Lines That Merges Lost, as far as it Is Known',
      heading: 'It is not known of all merges whether they lost lines:',
      lines: lost_unknown === null ? [] : [lost_unknown],
    },
    {
      title: 'Done Twice',
      heading: `${counted(double_work.length, 'thing was', 'things were')} done twice by landings that were open at the same time:`,
      lines: double_work.map(twiceLine),
    },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

/** Sums up what one side of a merge lost; the file that lost most is first. */
function lossLine(losses: readonly LostInMerge[]): string {
  const all = losses.toSorted((a, b) => b.lines - a.lines);
  const [most] = all;
  if (most === undefined) return '';
  const { commit, subject, at, side, examples } = most;
  const whose = side === 'current' ? 'of what had landed' : 'of what it merged';
  const lines = all.reduce((sum, each) => sum + each.lines, 0);
  const more = all.length - MOST_PATHS;
  const where = [...all.slice(0, MOST_PATHS).map(({ path }) => path), ...(more > 0 ? [`${more} more`] : [])];
  const [example] = examples;
  const such = example === undefined ? '' : `, such as ${example.trim()}`;
  return `${commitWords(commit, subject)} on ${at.slice(0, 10)}: ${counted(lines, 'line')} ${whose}, in ${where.join(', ')}${such}`;
}

function twiceLine({ kind, what, by }: LandedTwice): string {
  const more = by.length - MOST_LANDINGS;
  const landings = by
    .slice(0, MOST_LANDINGS)
    .map(
      ({ commit, subject, path }) => `${commitWords(commit, subject)}${path === null ? '' : ` in ${path}`}`,
    );
  const all = [...landings, ...(more > 0 ? [`${more} more`] : [])];
  const [first = '', ...others] = all;
  if (kind === 'gone') return `${what}: removed by ${first}, and used by ${others.join(', ')}`;
  return `${kind === 'issue' ? 'issue ' : kind === 'name' ? 'the name ' : ''}${what}: ${all.join(', ')}`;
}
