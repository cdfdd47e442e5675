/** The folder `checkpoints/` is the format's home: what it says must be what the program does. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { decodeCheckpointText } from '../../src/adapters/yaml/checkpoint-text.ts';
import { integrationCodec } from '../../src/domain/integration/checkpoint/codec.ts';
import { checkpointFieldsSchema } from '../../src/domain/integration/checkpoint/document-schema.ts';
import { SCHEMA_VERSION } from '../../src/domain/integration/checkpoint/migrations.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const HOME = join(ROOT, 'checkpoints');
const EXAMPLES = readdirSync(join(HOME, 'examples'), { recursive: true, encoding: 'utf8' }).filter(
  (path) => path.endsWith('.yaml') && !path.includes('parts'),
);

describe('the schema and the examples', () => {
  it('are what `node scripts/write-schemas.mjs` writes', () => {
    const print = execFileSync(process.execPath, [join(ROOT, 'scripts/write-schemas.mjs'), '--print'], {
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });

    for (const [path, text] of Object.entries<string>(JSON.parse(print))) {
      expect(readFileSync(join(HOME, path), 'utf8'), path).toBe(text);
    }
  });
});

describe('the examples', () => {
  it('show each critical moment of this schema version', () => {
    expect(readdirSync(join(HOME, 'examples', `v${SCHEMA_VERSION}`)).sort()).toEqual([
      'after-effort.yaml',
      'before-start.yaml',
      'completion.yaml',
      'conflict-open.yaml',
      'parts',
    ]);
  });

  it.each(EXAMPLES)('can be read, of every version: %s', async (path) => {
    const file = join(HOME, 'examples', path);
    const partOf = (name: string) => readFile(join(dirname(file), 'parts', name)).catch(() => null);

    expect(await decodeCheckpointText(integrationCodec, readFileSync(file), partOf)).toMatchObject({
      ok: true,
    });
  });
});

describe('the README', () => {
  const readme = readFileSync(join(HOME, 'README.md'), 'utf8');

  it.each(Object.keys(checkpointFieldsSchema.shape))('explains the field %s', (field) => {
    expect(readme).toContain(`\`${field}\``);
  });
});
