/** How an integration is stored: what stores, mirror and lists of sessions are given. */
import type { Codec } from '../../shared/codec.ts';
import type { Event } from '../event.ts';
import { progressWords } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { decodeCheckpoint, decodeState } from './decode.ts';
import { checkpointDocument } from './document.ts';
import { decodeEvent } from './event-schema.ts';
import { flattenState } from './flat-state.ts';
import { SCHEMA_VERSION } from './migrations.ts';

export const integrationCodec: Codec<IntegrationState, Event> = {
  kind: 'integration',
  root: 'integration_checkpoint',
  schema_version: SCHEMA_VERSION,
  parts: ['forecast', 'baseline_tests'],
  encode: (state) => ({ ...flattenState(state) }),
  decode: decodeState,
  document: (envelope) => checkpointDocument(envelope).integration_checkpoint,
  decodeDocument: decodeCheckpoint,
  decodeEvent,
  sessionOf: (state) => state.session_id,
  summaryOf: (state) => {
    const stage = state.end === null ? state.stage : `${state.stage} ${state.end.outcome}`;
    return {
      created_at: state.created_at,
      summary: `${stage}, ${progressWords(state)}`,
      finished: state.stage === 'FINISHED',
    };
  },
  commitsOf: ({ target_base, efforts_included }) => [
    ...(target_base === null ? [] : [target_base]),
    ...efforts_included.map(({ tip }) => tip),
  ],
};
