/** Actions on the whole session: pausing it, taking merges back, leaving it. */
import { isInTarget, isMergedHere } from '../../domain/integration/selectors/effort-status.ts';
import { landedCommit } from '../../domain/integration/selectors/ending.ts';
import type { Effort, MergedHere } from '../../domain/integration/state.ts';
import { type KeyAction, type Scene, type Step, say, send, view } from '../action.ts';
import { selectedRun } from '../panes/wanted-run.ts';
import { asksHere, type Look, placeOf, selectedEffort } from '../screen-input.ts';

const over = ({ look }: Scene): string | null =>
  look.snapshot.state.stage === 'FINISHED' ? 'This integration is finished' : null;

export const pause: KeyAction = {
  off: (scene) =>
    over(scene) ?? (scene.look.question?.kind === 'resume' ? 'Answer the question first' : null),
  run: ({ look }) =>
    look.snapshot.state.paused
      ? [send({ type: 'go_on' }), ...say('Going on', 'plain')]
      : [send({ type: 'pause' })],
};

/** Returns the effort that was merged last. */
function lastMerged(look: Look): (Effort & MergedHere) | undefined {
  const merged = look.snapshot.state.efforts_included.filter(isMergedHere);
  return merged.toSorted((a, b) => a.merged_at.localeCompare(b.merged_at)).at(-1);
}

export const take_back: KeyAction = {
  off: ({ look }) => {
    if (landedCommit(look.snapshot.state) !== null)
      return `Already landed; intorch never moves ${look.snapshot.state.target} back`;
    return lastMerged(look) === undefined
      ? 'Nothing has been merged, so there is nothing to take back'
      : null;
  },
  run: ({ look }) => {
    const effort = lastMerged(look);
    if (effort === undefined) return [];
    return [send({ type: 'roll_back', to: effort.restore_point }), view({ type: 'place', place: null })];
  },
};

/** Resuming merges again what was taken back, because the answers are remembered. */
export const merge_again: KeyAction = {
  off: ({ look }) =>
    look.snapshot.state.paused && look.snapshot.state.decisions.at(-1)?.kind === 'roll_back'
      ? null
      : 'Nothing was taken back, so there is nothing to merge again',
  run: () => [
    send({ type: 'go_on' }),
    ...say('Merging again what was taken back; your answers are remembered', 'plain'),
  ],
};

export const hold_effort: KeyAction = {
  off: (scene) =>
    over(scene) ?? (effortToToggle(scene.look) === null ? 'No effort is selected that could be held' : null),
  run: ({ look }) => {
    const effort = effortToToggle(look);
    if (effort === null) return [];
    const held = effort.status === 'HELD';
    const taken_back =
      effort.status === 'MERGED' ? ' Its merge is taken back, later ones are made again.' : '';
    const text = held
      ? `Include ${effort.name} again? It is merged after those that are in.`
      : `Hold ${effort.name} and go on without it?${taken_back}`;
    const commands = [{ type: held ? 'include_again' : 'hold_effort', effort: effort.name }] as const;
    return [view({ type: 'overlay', overlay: { kind: 'confirm', text, commands, question: null } })];
  },
};

/** Returns the effort to hold here or to include again: the one asked about, else the one the gate judged, else the selected one. */
function effortToToggle(look: Look): Effort | null {
  const place = placeOf(look);
  const run = place === 'gates' ? selectedRun(look) : null;
  const judged = run?.subject.kind === 'effort' ? run.subject.effort : null;
  // On the gates, the key is about the selected run, not about a question that waits elsewhere.
  const asked = place !== 'gates' || asksHere(look) ? (look.question?.effort ?? null) : null;
  const name = place === 'run' ? null : (asked ?? judged);
  const efforts = look.snapshot.state.efforts_included;
  const effort =
    name === null
      ? place === 'run'
        ? selectedEffort(look)
        : null
      : efforts.find((each) => each.name === name);
  const out = effort == null || effort.excluded || isInTarget(effort);
  return out ? null : effort;
}

export const detach: KeyAction = { run: () => [{ do: 'leave', reason: 'detached' }] };

/** The engine goes on while somebody looks at pipelines. */
export const see_pipelines: KeyAction = { run: () => [{ do: 'leave', reason: 'pipelines' }] };

/** Asks how to leave. When the session is finished or the engine is lost, leaves without asking. */
export const leave: KeyAction = {
  run: ({ look }) => gone(look) ?? [view({ type: 'overlay', overlay: { kind: 'leave', selected: 0 } })],
};

/** Starts an engine again that has ended before its work was done. */
export const restart: KeyAction = {
  off: ({ look }) => (isEnded(look) ? null : 'the engine runs'),
  run: ({ look }) => (isEnded(look) ? [{ do: 'leave', reason: 'again' }] : []),
};

function isEnded(look: Look): boolean {
  return look.elsewhere === null && look.connection === 'ended' && look.snapshot.state.stage !== 'FINISHED';
}

/** Ctrl+C asks like q; a second one detaches at once. */
export const interrupt: KeyAction = {
  run: ({ look }) =>
    gone(look) ??
    (look.view.overlay?.kind === 'leave'
      ? [{ do: 'leave', reason: 'detached' }]
      : [
          view({ type: 'filter', text: look.view.filter.text, typing: false }),
          view({ type: 'overlay', overlay: { kind: 'leave', selected: 0 } }),
        ]),
};

function gone(look: Look): readonly Step[] | null {
  // Somebody who only watches leaves nothing behind.
  if (look.elsewhere !== null) return [{ do: 'leave', reason: 'left' }];
  const finished = look.snapshot.state.stage === 'FINISHED';
  if (look.connection === 'lost') return [{ do: 'leave', reason: 'lost' }];
  if (look.connection === 'ended') return [{ do: 'leave', reason: finished ? 'left' : 'stopped' }];
  if (!finished || look.question !== null) return null;
  // An engine with nothing left to do should not outlive the person who watched it.
  return [
    { do: 'stop_engine', now: false },
    { do: 'leave', reason: 'left' },
  ];
}

export const suspend: KeyAction = { run: () => [{ do: 'suspend' }] };
