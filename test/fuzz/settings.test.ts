import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../src/adapters/yaml/config-file.ts';
import { frozenSettingsSchema } from '../../src/domain/config/frozen-schema.ts';
import { IntorchError } from '../../src/domain/shared/errors.ts';
import { anyText, fuzz, mutant } from './support/inputs.ts';

const DOCUMENTED = [
  'target: main',
  'efforts: [effort/*, "fix/**"]',
  'limits: { effort_lines: 800 }',
  'gates:',
  '  - name: test',
  '    command: npm test',
  '    when: both',
  '    timeout: 10m',
  'landing: { mode: hold }',
  'worktree: { setup: npm ci, caches: [node_modules/.cache] }',
].join('\n');

describe('whatever intorch.yaml says', () => {
  test('is settings that a session can keep, or a list of problems', () => {
    fuzz(fc.oneof(mutant(DOCUMENTED), anyText), (text) => {
      try {
        const settings = readSettings({ config: { file: 'intorch.yaml', text }, env: {}, flags: [] });
        expect(frozenSettingsSchema.safeParse(settings).error).toBeUndefined();
      } catch (error) {
        if (!(error instanceof IntorchError)) throw error;
        expect(error.code).toBe('CONFIG_INVALID');
        expect(error.message).toMatch(/^The configuration has \d+ problem/);
      }
    });
  });
});
