import { runMark, runResult, subjectWords } from '../facts/gate-facts.ts';
import { logRows } from '../facts/log-rows.ts';
import { rows } from '../frame/frame.ts';
import { cutLine, line, span } from '../frame/line.ts';
import { cutMiddle } from '../frame/width.ts';
import type { Body, Room } from '../screen.ts';
import type { Look } from '../screen-input.ts';

/** One log on the whole screen. */
export function logScreen(look: Look, { width, height }: Room): Body {
  const { overlay } = look.view;
  const id = overlay?.kind === 'log' ? overlay.run : null;
  const run = look.snapshot.state.gate_runs.find((each) => each.id === id);
  const head =
    run === undefined
      ? line('')
      : line(
          span(` ${run.gate}`, { bold: true }),
          ` on ${subjectWords(look.snapshot.state, run)}  `,
          runMark(run),
          `  ${runResult(look.snapshot, run)}`,
        );
  const log = logRows(look, width, height - 2);
  // Who opens it with another program gets whatever the gate printed, escape sequences too.
  const path = cutMiddle(`raw: ${look.snapshot.session_directory}/${run?.log ?? ''}`, width - 1);
  return {
    blocks: [rows(cutLine(head, width), line(span(` ${path}`, { dim: true })), ...log.rows)],
    extents: { log: log.extent },
  };
}
