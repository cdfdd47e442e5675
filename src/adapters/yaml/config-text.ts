/** Finds the text of intorch.yaml. Nothing here reads YAML. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntorchError } from '../../domain/shared/errors.ts';

/** The text of a configuration, and its name in errors. */
export interface ConfigText {
  readonly file: string;
  readonly text: string;
}

/** The names that the file may have. */
export const CONFIG_NAMES = ['intorch.yaml', 'intorch.yml'] as const;

/** Finds intorch.yaml (or intorch.yml) at the top of a working tree; null: there is none. */
export function findConfig(top_level: string): Promise<ConfigText | null> {
  return configAmong('', (name) => textOf(join(top_level, name)));
}

/** Finds the same among files that are read by name, null for those that are not there; `before` stands before the name in errors. */
export async function configAmong(
  before: string,
  read: (name: string) => Promise<string | null>,
): Promise<ConfigText | null> {
  const texts = await Promise.all(CONFIG_NAMES.map(read));
  const there = CONFIG_NAMES.flatMap((name, index) => {
    const text = texts[index] ?? null;
    return text === null ? [] : [{ file: `${before}${name}`, text }];
  });
  if (there.length > 1) {
    const remedy = `Remove one of them: git rm ${CONFIG_NAMES[1]}`;
    const both = there.map(({ file }) => file).join(' and ');
    throw new IntorchError('CONFIG_INVALID', `Both ${both} exist`, { remedy });
  }
  return there[0] ?? null;
}

/** Reads the file that the operator named. @throws WRONG_USE when there is none */
export async function namedConfig(path: string, file: string): Promise<ConfigText> {
  const text = await textOf(path);
  if (text !== null) return { file, text };
  throw new IntorchError('WRONG_USE', `There is no file ${file}`, { remedy: 'Name one with --config' });
}

async function textOf(path: string): Promise<string | null> {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new IntorchError('CONFIG_INVALID', `Cannot read ${path}: ${(error as Error).message}`, {
      remedy: 'Mend the rights of that file',
      cause: error,
    });
  }
}
