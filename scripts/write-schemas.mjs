// Writes the JSON Schema of checkpoints, and one example for each critical moment. `--print` prints them as JSON, by path, instead; a
// test compares the two.
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeCheckpointText } from '../src/adapters/yaml/checkpoint-text.ts';
import { integrationCodec } from '../src/domain/integration/checkpoint/codec.ts';
import { checkpointJsonSchema } from '../src/domain/integration/checkpoint/document-schema.ts';
import { SCHEMA_VERSION } from '../src/domain/integration/checkpoint/migrations.ts';
import { stateShape } from '../src/domain/integration/checkpoint/state-schema.ts';
import { finishedState, gatesRunningState, midConflictState, plannedState } from '../test/support/states.ts';

const MOMENTS = {
  'before-start': plannedState(),
  'conflict-open': midConflictState(),
  'after-effort': gatesRunningState(),
  completion: finishedState(),
};

const version = `v${SCHEMA_VERSION}`;
const files = { [`schema-${version}.json`]: formatted(checkpointJsonSchema()) };
Object.entries(MOMENTS).forEach(([moment, state], index) => {
  const sequence = (index + 1) * 10;
  const envelope = {
    schema_version: SCHEMA_VERSION,
    sequence,
    host: 'mill',
    saved_at: state.updated_at,
    state,
  };
  const { bytes, parts } = encodeCheckpointText(integrationCodec, envelope);
  files[`examples/${version}/${moment}.yaml`] = bytes.toString();
  for (const [name, part] of parts) files[`examples/${version}/parts/${name}`] = part.toString();
});

files['../src/domain/integration/checkpoint/shape.ts'] =
  `/** A digest of the JSON Schema of a state. Written by \`npm run documents\`. */
export const STATE_SHAPE = '${stateShape()}';
`;

if (process.argv.includes('--print')) process.stdout.write(JSON.stringify(files));
else {
  for (const [path, text] of Object.entries(files)) {
    const target = new URL(`../checkpoints/${path}`, import.meta.url);
    await mkdir(dirname(fileURLToPath(target)), { recursive: true });
    await writeFile(target, text);
  }
}

/** Formats JSON with the repository's formatter, so that its check accepts the result. */
function formatted(value) {
  const biome = fileURLToPath(new URL('../node_modules/.bin/biome', import.meta.url));
  return execFileSync(biome, ['format', '--stdin-file-path=schema.json'], {
    input: JSON.stringify(value, null, 2),
    encoding: 'utf8',
  });
}
