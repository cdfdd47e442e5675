/** A session came from another machine, and is not in all things as this one would have it: whose settings count is the operator's word. */
import { differingSettings, withPlacesOf } from '../../config/foreign-settings.ts';
import { shortSha } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import { finished } from '../events/change.ts';
import { ABOUT_NOTHING, choice, choiceId } from '../question.ts';
import { said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import type { IntegrationState } from '../state.ts';
import type { Asking } from './asking.ts';

/** More than this is not read to its end before an answer. */
const MOST_SHOWN = 4_000;

export const letterQuestion: Asking<'letter'> = {
  kind: 'letter',
  also: { paused: false, finished: false },
  ask: (state) => {
    if (state.letter === null) return null;
    const { host } = state.letter;
    const differing = differences(state);
    const unknown = unknownTips(state);
    const facts = [...differing, ...unknown];
    const tooMuch = differing.join('\n').length > MOST_SHOWN;
    return {
      ...ABOUT_NOTHING,
      id: questionId('letter', host, ...facts),
      kind: 'letter',
      title: `This integration comes from ${host}: ${reasons(differing.length, unknown.length)}. How does it go on here?`,
      facts: facts.map(said),
      choices: [
        choice('here', 'Continue with the settings here', 'nothing that another machine set counts'),
        ...(differing.length === 0
          ? []
          : [
              choice(
                'there',
                'Continue with its settings',
                'what is listed as "there" counts, and its commands run on this machine',
                'HIGH',
                tooMuch ? 'more differs than can be looked through here' : null,
              ),
            ]),
        choice('look', 'Look only', 'nothing runs until you press p'),
        choice('supersede', 'Start a new session', 'this one is kept in the history'),
      ],
      recommended:
        unknown.length > 0
          ? null
          : { choice: choiceId('here'), because: 'what another machine set is not yours until you say so' },
    };
  },
  answer: (state, _question, { choice: chosen, at }) => {
    const { letter } = state;
    if (chosen === 'look') return { ...state, paused: true };
    const open = { ...state, letter: null, resume_offer: null };
    if (chosen === 'supersede')
      return finished(open, { outcome: 'SUPERSEDED', because: 'a new session was started', at });
    const settings =
      chosen === 'there' && letter !== null ? withPlacesOf(state.settings, letter.settings) : state.settings;
    return { ...open, settings, paused: false };
  },
  records: (chosen) => chosen === 'here' || chosen === 'there',
  about: (state) =>
    [`a session from ${state.letter?.host}`, ...differences(state), ...unknownTips(state)].join('; '),
};

function differences({ letter, settings }: IntegrationState): readonly string[] {
  return letter === null ? [] : differingSettings(settings, withPlacesOf(settings, letter.settings));
}

function unknownTips({ letter, efforts_included }: IntegrationState): readonly string[] {
  return efforts_included.flatMap(({ name, branch, tip }) =>
    letter?.unknown.includes(name)
      ? [`${name}: ${shortSha(tip)} is on no branch ${branch} here or on the remote`]
      : [],
  );
}

function reasons(settings: number, tips: number): string {
  return [
    ...(settings === 0 ? [] : [`${counted(settings, 'setting')} differ${settings === 1 ? 's' : ''}`]),
    ...(tips === 0 ? [] : [`the work of ${counted(tips, 'effort')} is on no branch`]),
  ].join(', ');
}
