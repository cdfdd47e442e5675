// Writes the JSON Schemas that editors use for intorch.yaml and for pipelines. `--print` prints them instead, by name; a test compares the two.
import { writeFile } from 'node:fs/promises';
import { fileJsonSchema } from '../src/domain/config/file-json-schema.ts';
import { editorSchema } from '../src/domain/config/json-schema.ts';
import { pipelineJsonSchema } from '../src/domain/pipeline/schema.ts';

const texts = Object.fromEntries(
  Object.entries({
    'intorch.schema.json': editorSchema(fileJsonSchema()),
    'pipeline.schema.json': pipelineJsonSchema(),
  }).map(([name, schema]) => [name, `${JSON.stringify(schema, null, 2)}\n`]),
);
if (process.argv.includes('--print')) process.stdout.write(JSON.stringify(texts));
else
  for (const [name, text] of Object.entries(texts))
    await writeFile(new URL(`../schema/${name}`, import.meta.url), text);
