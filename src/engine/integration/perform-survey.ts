/** Looks at the code of the result. What cannot be read is not known; it stops nothing. */
import type { ActionOf } from '../../domain/integration/action.ts';
import type { Happened } from '../../domain/integration/event.ts';
import type { ResultSurvey } from '../../domain/integration/state.ts';
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import type { Performing } from './performing.ts';
import { surveyCode } from './survey.ts';

/** More names than these say nothing new. */
const MOST_NAMES = 20;

export async function surveyResult(
  { commit }: ActionOf<'survey_result'>,
  { ports, state }: Performing,
): Promise<Happened> {
  const from = state.target_base;
  if (from === null) throw new IntorchError('BUG', 'a result is looked at before anything was merged');
  const survey = await surveyCode(ports, from, commit).then(
    (seen): ResultSurvey => ({ ...seen, commit }),
    (thrown: unknown) => unread(commit, asIntorchError(thrown).message),
  );
  return { type: 'result_surveyed', survey: cut(survey) };
}

function unread(commit: Sha, because: string): ResultSurvey {
  const unknown = { known: false, because } as const;
  const documentation = { changed: [], code_changed: 0 };
  return { commit, cycles: unknown, broken_exports: unknown, migration_note: null, documentation };
}

function cut(survey: ResultSurvey): ResultSurvey {
  const { broken_exports, documentation } = survey;
  return {
    ...survey,
    broken_exports: broken_exports.known
      ? {
          known: true,
          value: broken_exports.value.map((each) => ({ ...each, users: each.users.slice(0, MOST_NAMES) })),
        }
      : broken_exports,
    documentation: { ...documentation, changed: documentation.changed.slice(0, MOST_NAMES) },
  };
}
