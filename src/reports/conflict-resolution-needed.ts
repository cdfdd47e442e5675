import { type Conflict, type Hunk, type Option, openHunks } from '../domain/conflict/conflict.ts';
import { isGreen, sameSubject } from '../domain/gate/gate.ts';
import { participants } from '../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import type { Sha } from '../domain/shared/ids.ts';
import {
  conflictNumber,
  isOpen,
  levelOf,
  linesText,
  lossText,
  severityOf,
  severityWord,
  workflowsOf,
} from './words/conflict-words.ts';
import {
  bullets,
  code,
  fenced,
  labelled,
  type MarkdownBlock,
  markdown,
  prose,
  when,
} from './words/markdown.ts';

type Texts = Readonly<Record<string, string>>;

/** Writes CONFLICT_RESOLUTION_NEEDED.md while at least one conflict waits for a decision, else returns null. */
export function conflictResolutionNeeded(state: IntegrationState, texts: Texts): string | null {
  const open = state.conflicts_detected.filter(
    (conflict) => isOpen(conflict) && conflict.edited === null && openHunks(conflict).length > 0,
  );
  if (open.length === 0) return null;
  return markdown(
    '# Integration Conflict Resolution Required',
    ...open.flatMap((conflict) => [
      ...header(state, conflict),
      ...openHunks(conflict).flatMap((hunk) => hunkBlocks(state, conflict, hunk, texts)),
      ...awaiting(state, conflict),
    ]),
  );
}

function header(state: IntegrationState, conflict: Conflict): readonly MarkdownBlock[] {
  const level = levelOf(conflict);
  return [
    `## Conflict ID: ${conflictNumber(state, conflict)}`,
    [
      labelled('File', code(conflict.path)),
      labelled('Severity', `${severityWord(severityOf(conflict))} (${level} conflict)`),
      labelled('Workflows Involved', workflowsOf(state, conflict).map(prose).join(', ')),
      labelled('Git says', prose(conflict.message)),
    ].join('  \n'),
  ];
}

function hunkBlocks(
  state: IntegrationState,
  conflict: Conflict,
  hunk: Hunk,
  texts: Texts,
): readonly MarkdownBlock[] {
  const many = conflict.hunks.length > 1 ? ` (hunk ${hunk.index + 1} of ${conflict.hunks.length})` : '';
  const side = (title: string, which: 'base' | 'current' | 'incoming') => [
    `### ${title}${hunk.lines === null ? '' : ` (${linesText(hunk.lines[which])})`}`,
    textOf(hunk.texts[which], conflict.path, texts),
  ];
  return [
    `## Conflict Details${many}`,
    ...side('Already In: Current Changes', 'current'),
    ...side(`${prose(conflict.effort)}: Incoming Changes`, 'incoming'),
    ...side('Before Both', 'base'),
    `## Resolution Options${many}`,
    ...hunk.options.flatMap((option, index) => optionBlocks(state, conflict, hunk, option, index, texts)),
    '### Other Ways',
    bullets([
      'Edit the file by hand',
      `Hold ${prose(conflict.effort)} and go on without it`,
      `Return ${prose(conflict.effort)} to its author`,
    ]),
    `## Recommendation${many}`,
    recommendation(state, conflict, hunk),
  ];
}

function optionBlocks(
  state: IntegrationState,
  conflict: Conflict,
  hunk: Hunk,
  option: Option,
  index: number,
  texts: Texts,
): readonly MarkdownBlock[] {
  const tried = trialsOf(state, conflict, hunk, option).map(
    ({ gate, verdict, because }) =>
      `${prose(gate)} ${(verdict ?? '').replaceAll('_', ' ')} (${prose(because ?? '')})`,
  );
  return [
    `### Option ${index + 1}: ${prose(option.label)}`,
    textOf(option.blob, conflict.path, texts),
    [
      labelled('Pros', option.pros.map(prose).join('; ') || 'none known'),
      labelled('Cons', option.cons.map(prose).join('; ') || 'none known'),
      labelled('Risk', severityWord(option.risk)),
      labelled('Loses', lossText(option.loses, conflict.effort)),
      labelled('Tried', tried.join('; ') || 'not yet'),
    ].join('  \n'),
  ];
}

/** Quotes a blob's text. The texts come with the state where somebody reads them; without them, it says how to see the blob. */
function textOf(blob: Sha | null, path: string, texts: Texts): string {
  if (blob === null) return 'No file.';
  const text = texts[blob];
  if (text === undefined) return `To be read with ${code(`git cat-file -p ${blob}`)}`;
  return text === '' ? 'No lines.' : fenced(text, path);
}

/** Returns the finished runs of gates on an option. */
function trialsOf(
  state: IntegrationState,
  conflict: Conflict,
  hunk: Hunk,
  { id }: Option,
): IntegrationState['gate_runs'] {
  const wanted = { kind: 'option', conflict: conflict.id, hunk: hunk.index, option: id } as const;
  return state.gate_runs.filter(({ subject, verdict }) => verdict !== null && sameSubject(subject, wanted));
}

/** Says what is recommended. Gates that are green on an option speak for it, and say nothing of what was meant. */
function recommendation(state: IntegrationState, conflict: Conflict, hunk: Hunk): string {
  const { options, recommended } = hunk;
  const index = options.findIndex((option) => option.id === recommended?.option);
  const option = options[index];
  if (recommended === null || option === undefined) {
    const green = options.flatMap((each, at) => {
      const runs = trialsOf(state, conflict, hunk, each);
      return runs.length > 0 && runs.every(isGreen) ? [`Option ${at + 1}`] : [];
    });
    const tried =
      green.length === 0
        ? ''
        : ` The gates were green on ${green.join(', ')}: it works, and whether it is meant is for you to say.`;
    return `None: nothing in the code or history favours one of the options over the others.${tried}`;
  }
  return `**Option ${index + 1}: ${prose(option.label)}**\n\n- ${prose(recommended.because)}`;
}

function awaiting(state: IntegrationState, conflict: Conflict): readonly MarkdownBlock[] {
  const waiting = participants(state).filter(
    ({ status, name }) => status === 'PENDING' && name !== conflict.effort,
  );
  const blocked = [...waiting.map(({ name }) => prose(name)), 'final integration', 'landing'];
  return [
    '## Awaiting Decision',
    [
      labelled('Priority', severityWord(severityOf(conflict))),
      labelled('Blocker For', blocked.join(', ')),
      labelled('Decision Needed By', `no deadline; it waits since ${when(conflict.started_at)}`),
    ].join('  \n'),
  ];
}
