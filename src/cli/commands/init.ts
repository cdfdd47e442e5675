import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writing } from '../../adapters/disk/failure.ts';
import { topLevelOf } from '../../adapters/survey/ask-git.ts';
import { surveyProject } from '../../adapters/survey/project-survey.ts';
import { findConfig } from '../../adapters/yaml/config-text.ts';
import { type Proposal, proposeSettings } from '../../domain/config/propose.ts';
import { renderConfig } from '../../domain/config/render.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { counted, sanitizeLine } from '../../domain/shared/text.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';

/** `intorch init`: inspects the repository and writes a commented intorch.yaml. `--print` only prints it, `--force` overwrites one. */
export async function initCommand({ flags }: Invocation, io: Io): Promise<number> {
  const top = await topLevelOf(io.directory);
  if (top === null) throw new IntorchError('NOT_A_REPOSITORY', `${io.directory} is in no git repository`);
  const proposal = proposeSettings(await surveyProject(top, io.env['PATH'] ?? ''));
  const text = renderConfig(proposal, schemaFor(top));
  if (flagOn(flags, 'print')) {
    io.out(text);
    return 0;
  }
  const there = await findConfig(top);
  if (there !== null && !flagOn(flags, 'force')) {
    const remedy = 'Look at what would be written: intorch init --print. Overwrite it: intorch init --force';
    throw new IntorchError('WRONG_USE', `${there.file} exists already`, { remedy });
  }
  const path = join(top, there?.file ?? 'intorch.yaml');
  await writing(path, () => writeFile(path, text));
  io.out(`${foundLines(proposal, path).map(sanitizeLine).join('\n')}\n`);
  return 0;
}

function foundLines({ branches, gates, setup, missing }: Proposal, path: string): readonly string[] {
  return [
    `Wrote ${path}`,
    `  target   ${branches.target ?? 'not found: write it into the file'}`,
    `  efforts  ${branches.patterns.join(', ') || 'not found: write patterns into the file'}`,
    `  gates    ${gates.map((gate) => gate.name).join(', ') || 'not found: without a required gate nothing lands'}`,
    `  set-up   ${setup?.command ?? 'none needed'}`,
    ...(missing.length > 0
      ? [`  missing  ${missing.join(', ')}: not on this machine, so nothing is proposed for it`]
      : []),
    `Read it, commit it, then: ${gates.length > 0 && branches.patterns.length > 0 ? 'intorch tui' : 'intorch doctor'}`,
    ...(branches.other_groups.length > 0
      ? [`Left out: ${counted(branches.other_groups.length, 'other group')} of branches, in comments`]
      : []),
  ];
}

/**
 * Returns the schema's path for the editor's hint. It is relative where the package is a dependency of the repository, so that it is
 * valid on every machine. Elsewhere only the package's own path is known; editors that cannot find it do without.
 */
function schemaFor(top: string): string {
  const own = 'node_modules/intorch/schema/intorch.schema.json';
  if (existsSync(join(top, own))) return `./${own}`;
  const nearest = ['../schema/', '../../../schema/'].map((up) =>
    fileURLToPath(new URL(`${up}intorch.schema.json`, import.meta.url)),
  );
  return nearest.find((path) => existsSync(path)) ?? `./${own}`;
}
