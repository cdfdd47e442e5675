import { tallyWords } from '../../domain/integration/selectors/conflict-tally.ts';
import { shortSha } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import { cutLine, type Line, line, span, wrapped } from '../frame/line.ts';
import { displayWidth } from '../frame/width.ts';
import type { PastSession } from '../past-session.ts';
import type { Look } from '../screen-input.ts';

/** Shows the selected session in full: its start and end, its decisions, and the path of its report. */
export function aboutSession(look: Look, each: PastSession, width: number): readonly Line[] {
  const now = each.id === look.snapshot.state.session_id ? '  (this one)' : '';
  const commits = [each.base, each.commit].flatMap((sha) => (sha === null ? [] : [shortSha(sha as never)]));
  const hot = each.hot.slice(0, 3).map(({ path, conflicts }) => `${path} ${conflicts}`);
  const conflicts = `   conflicts  ${tallyWords(each.conflicts)}`;
  const report = `   report     ${each.report ?? 'none was written'}`;
  return [
    line(span(` ${each.id}`, { bold: true }), `${now}  ${each.integration_branch} onto ${each.target}`),
    line(`   commits    ${commits.length === 0 ? 'nothing was merged' : commits.join(' to ')}`),
    line(`${conflicts}${hot.length === 0 ? '' : `; most in ${hot.join(', ')}`}`),
    line(`   answers    ${each.answers} by you, to questions of any kind`),
    ...each.gates.map((gate) => line(`   gate       ${gate}`)),
    ...(each.because === null ? [] : wrapped(`   ${each.because}`, width, 2)),
    // A path that is cut helps nobody.
    line(displayWidth(report) <= width ? report : '   report     enter opens it, y copies its path'),
  ].map((row) => cutLine(row, width));
}

/** Returns the median share of efforts that were green at once. Beside it, a session's own share shows whether things improve. */
export function medianLine(sessions: readonly PastSession[]): readonly Line[] {
  const ended = sessions.filter((each) => each.outcome !== null && each.total > 0);
  if (ended.length < 2) return [];
  const shares = ended.map((each) => Math.round((100 * each.first_try) / each.total));
  return [
    line(
      span(` LAST ${counted(ended.length, 'SESSION').toUpperCase()}`, { dim: true }),
      `   green at once: median ${median(shares)} %`,
    ),
  ];
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
