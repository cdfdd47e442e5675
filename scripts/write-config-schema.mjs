// Writes the JSON Schema that editors use for intorch.yaml. `--print` prints it instead; a test compares the two.
import { writeFile } from 'node:fs/promises';
import { fileJsonSchema } from '../src/domain/config/file-json-schema.ts';
import { editorSchema } from '../src/domain/config/json-schema.ts';

const text = `${JSON.stringify(editorSchema(fileJsonSchema()), null, 2)}\n`;
if (process.argv.includes('--print')) process.stdout.write(text);
else await writeFile(new URL('../schema/intorch.schema.json', import.meta.url), text);
