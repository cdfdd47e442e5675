import { rows } from '../block.ts';
import type { Body, Room } from '../body.ts';
import { runMark, runResult, subjectWords } from '../gate-facts.ts';
import { cutLine, line, span } from '../line.ts';
import { logRows } from '../log-rows.ts';
import type { Look } from '../look.ts';
import { cutMiddle } from '../width.ts';

/** One log on the whole screen. */
export function fullLog(look: Look, { width, height }: Room): Body {
  const { overlay } = look.view;
  const id = overlay?.kind === 'log' ? overlay.run : null;
  const run = look.snapshot.state.gate_runs.find((each) => each.id === id);
  const head =
    run === undefined
      ? line('')
      : line(
          span(` ${run.gate}`, { bold: true }),
          ` on ${subjectWords(run)}  `,
          runMark(run),
          `  ${runResult(look.snapshot, run)}`,
        );
  const log = logRows(look, width, height - 2);
  const path = cutMiddle(`${look.snapshot.session_directory}/${run?.log ?? ''}`, width - 1);
  return {
    blocks: [rows(cutLine(head, width), line(span(` ${path}`, { dim: true })), ...log.rows)],
    extents: { log: log.extent },
  };
}
