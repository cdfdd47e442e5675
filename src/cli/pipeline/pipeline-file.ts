import { resolve } from 'node:path';
import { readBounded } from '../../adapters/disk/bounded-read.ts';
import { parsePipelineText, type ReadPipeline } from '../../domain/pipeline/file/pipeline-text.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Io } from '../arguments/io.ts';
import { type FlagValues, flagValue, flagValues } from '../arguments/parse-args.ts';

const MOST_BYTES = 4 * 1024 * 1024;

export interface PipelineFile {
  readonly file: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly parsed: ReadPipeline;
}

/** Reads a pipeline's file and the variables from outside. @throws WRONG_USE, CONFIG_INVALID */
export async function readPipelineFile(
  io: Pick<Io, 'directory'>,
  flags: FlagValues,
  file: string,
): Promise<PipelineFile> {
  const variables = await givenVariables(io, flags);
  const text = await textOf(io, file);
  return { file, variables, parsed: parsePipelineText(file, text, Object.keys(variables)) };
}

async function givenVariables(io: Pick<Io, 'directory'>, flags: FlagValues): Promise<Record<string, string>> {
  const file = flagValue(flags, 'var-file');
  const lines = file === null ? [] : linesOf(await textOf(io, file)).map((line) => pairOf(line, file));
  return Object.fromEntries([...lines, ...flagValues(flags, 'var').map((each) => pairOf(each, '--var'))]);
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
}

function pairOf(line: string, from: string): readonly [string, string] {
  const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]*)=([\s\S]*)$/.exec(line) ?? [];
  if (name !== undefined && value !== undefined) return [name, value];
  throw new IntorchError('WRONG_USE', `${from}: "${line.slice(0, 60)}" is not NAME=VALUE`, {
    remedy: 'A name has letters, digits and underscores',
  });
}

async function textOf(io: Pick<Io, 'directory'>, file: string): Promise<string> {
  const content = await readBounded(resolve(io.directory, file), MOST_BYTES);
  if (content === null)
    throw new IntorchError('WRONG_USE', `There is no file ${file}`, { remedy: 'Name one that exists' });
  if ('bytes' in content) return content.bytes.toString('utf8');
  throw new IntorchError('CONFIG_INVALID', `${file} ${content.refused}`, { remedy: 'Name a file of text' });
}
