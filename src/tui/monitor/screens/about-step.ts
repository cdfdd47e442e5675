import type { RunState, StepState } from '../../../domain/pipeline/state.ts';
import { cutLine, type Line, line, span } from '../../frame/line.ts';
import { driverHere, type MonitorLook, pickedAttempt } from '../monitor-look.ts';
import { clockOf, stepReason, tryMark, tryTime } from '../run-words.ts';

const POLICY = {
  abort: 'aborts the run',
  skip_dependents: 'skips what needs it',
  continue: 'the rest goes on',
} as const;

/** Says what a step is, why it stands where it does, and how each of its tries went; the one whose output is shown is bold. */
export function aboutStep(look: MonitorLook, run: RunState, step: StepState, width: number): readonly Line[] {
  const { pipeline } = run;
  const driver = driverHere(look);
  const now = clockOf(run, driver, look.snapshot.now);
  const text = pipeline.steps.find(({ id }) => id === step.id);
  const command = text === undefined ? '' : [text.command, ...text.args].join(' ');
  const critical = text?.critical === false ? 'not critical' : 'critical';
  const fails =
    text?.critical === false && text.on_failure === 'abort' ? 'continue' : (text?.on_failure ?? 'abort');
  const shown = pickedAttempt(look);
  const reason = stepReason(run, step);
  const tries = step.attempts.flatMap((attempt) => {
    const words = line(` try ${attempt.attempt} `, tryMark(attempt, driver), ` ${tryTime(attempt, now)} `);
    return attempt === shown
      ? words.map((part) => ({ ...part, style: { ...part.style, bold: true } }))
      : words;
  });
  return [
    line(
      span(` ${step.id}`, { bold: true }),
      `  ${text?.name === undefined ? '' : `${text.name}: `}${command}`,
    ),
    line(
      reason === '' ? '   ' : `   ${reason}  │ `,
      span(`${critical}; if it fails: ${POLICY[fails]}`, { dim: true }),
    ),
    line('  ', tries.length === 0 ? ' no try yet' : tries),
  ].map((each) => cutLine(each, width));
}
