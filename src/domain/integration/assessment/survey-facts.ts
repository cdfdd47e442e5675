import type { ResultSurvey } from '../../code/survey.ts';
import { counted } from '../../shared/text.ts';
import { isSurveyed } from '../selectors/gating.ts';
import type { IntegrationState } from '../state.ts';
import { type Fact, fact, notKnown } from './fact.ts';

/** Assesses what the code of the result shows: import cycles, exported names that are gone, and documentation. */
export function surveyFacts(state: IntegrationState): readonly Fact[] {
  const { survey } = state;
  if (survey === null || !isSurveyed(state)) {
    const because = 'the code of the result was not looked at yet';
    return [
      notKnown('dependencies', 'imports', because),
      notKnown('api', 'exports', because),
      notKnown('documentation', 'documents', because),
    ];
  }
  return [
    ...survey.markers.map(markerFact),
    ...cycleFacts(survey),
    ...exportFacts(survey),
    documentationFact(survey),
  ];
}

/** Returns the fact that a file would land with conflict markers. */
export function markerFact(path: string): Fact {
  const because = `${path} holds conflict markers (where they are its content: conflicts.markers_in)`;
  return fact('conflict', path, 'blocks', because, { evidence: path });
}

function cycleFacts({ cycles }: ResultSurvey): readonly Fact[] {
  if (!cycles.known) return [notKnown('dependencies', 'imports', cycles.because)];
  if (cycles.value.length === 0)
    return [fact('dependencies', 'imports', 'informs', 'no import cycle that the target has not')];
  return cycles.value.map((cycle) =>
    fact('dependencies', cycle[0] ?? '', 'asks', `new import cycle: ${cycle.join(' → ')}`, {
      red_flag: 'circular_dependency',
    }),
  );
}

function exportFacts({ broken_exports, migration_note }: ResultSurvey): readonly Fact[] {
  if (!broken_exports.known) return [notKnown('api', 'exports', broken_exports.because)];
  if (broken_exports.value.length === 0)
    return [fact('api', 'exports', 'informs', 'no exported name is gone that is still imported')];
  return broken_exports.value.map(({ path, name, users }) => {
    const because = `${path} no longer exports ${name}, which ${users[0]} imports${users.length > 1 ? ` (and ${counted(users.length - 1, 'more file')})` : ''}`;
    return migration_note === null
      ? fact('api', path, 'asks', because, { evidence: users[0] ?? null, red_flag: 'api_change' })
      : fact('api', path, 'warns', `${because}; migration note: ${migration_note}`, {
          evidence: migration_note,
        });
  });
}

/** Whether a change needs documentation is for people; the checklist shows what there is. */
function documentationFact({ documentation: { changed, code_changed } }: ResultSurvey): Fact {
  const because =
    changed.length > 0
      ? `${counted(changed.length, 'document')} changed with ${counted(code_changed, 'file')} of code`
      : `${counted(code_changed, 'file')} of code changed, and no document`;
  const met = changed.length > 0 || code_changed === 0;
  return fact('documentation', 'documents', 'informs', because, { met, evidence: changed[0] ?? null });
}
