/** How an integration is stored: what stores, mirror and lists of sessions are given. */
import type { Codec } from '../../shared/codec.ts';
import { readableFields, unreadable } from '../../shared/written-schema.ts';
import type { Event } from '../event.ts';
import type { IntegrationState } from '../state.ts';
import { decodeCheckpoint, decodeState } from './decode.ts';
import { checkpointDocument } from './document.ts';
import { checkpointFieldsSchema } from './document-schema.ts';
import { flattenState, stateOfFlat } from './flat-state.ts';
import { SCHEMA_VERSION } from './migrations.ts';
import { integrationRows } from './rows.ts';
import { stateSchema } from './state-schema.ts';

const checkState = readableFields('A state', stateSchema.shape);
const checkDocument = readableFields('A checkpoint', checkpointFieldsSchema.shape);

export const integrationCodec: Codec<IntegrationState, Event> = {
  ...integrationRows,
  root: 'integration_checkpoint',
  schema_version: SCHEMA_VERSION,
  encode: (state) => {
    const flat = flattenState(state);
    checkState({ ...flat });
    const read = stateOfFlat(flat);
    if (!read.ok) throw unreadable('A state', read.refused);
    return { ...flat };
  },
  decode: decodeState,
  document: (envelope) => {
    const fields = { ...checkpointDocument(envelope).integration_checkpoint };
    checkDocument(fields);
    return fields;
  },
  decodeDocument: decodeCheckpoint,
  commitsOf: ({ target_base, efforts_included }) => [
    ...(target_base === null ? [] : [target_base]),
    ...efforts_included.map(({ tip }) => tip),
  ],
};
