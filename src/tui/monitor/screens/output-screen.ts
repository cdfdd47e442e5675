import { logRows } from '../../facts/log-rows.ts';
import { rows } from '../../frame/frame.ts';
import { cutLine, line, span } from '../../frame/line.ts';
import { cutMiddle } from '../../frame/width.ts';
import type { Body, Room } from '../../screen.ts';
import {
  driverHere,
  logLook,
  type MonitorLook,
  openRun,
  pickedAttempt,
  pickedStep,
  wantedLog,
} from '../monitor-look.ts';
import { clockOf, tryMark, tryTime } from '../run-words.ts';
import { unread } from './unread.ts';

/** The output of one try on the whole screen. */
export function outputScreen(look: MonitorLook, { width, height }: Room): Body {
  const run = openRun(look);
  const step = pickedStep(look);
  if (run === null || step === null) return unread(look, width);
  const attempt = pickedAttempt(look);
  const driver = driverHere(look);
  const tried =
    attempt === null
      ? line('  no try yet')
      : line(
          `  try ${attempt.attempt} of ${step.attempts.length}  `,
          tryMark(attempt, driver),
          ` ${tryTime(attempt, clockOf(run, driver, look.snapshot.now))}`,
          attempt.because === null ? '' : `  ${attempt.because}`,
        );
  const log = logRows(logLook(look), width, height - 2);
  // Who opens it with another program gets whatever the step printed, escape sequences too.
  const file = wantedLog(look);
  const path = file === null ? '' : cutMiddle(`raw: ${look.snapshot.folder}/${file}`, width - 1);
  const head = cutLine(line(span(` ${step.id}`, { bold: true }), tried), width);
  return {
    blocks: [rows(head, line(span(` ${path}`, { dim: true })), ...log.rows)],
    extents: { log: log.extent },
  };
}
