/** A small integration of which one git is killed, whichever it is, and what must be true of it afterwards. */
import { expect } from 'vitest';
import { damageOf } from './crash.ts';
import { type Death, type Fate, killGit } from './dying-git.ts';
import type { TestRepository } from './repository.ts';
import { cli, configured, effort, makeWorld, operatorsOwn } from './stories.ts';

/** Creates a repository of two clean efforts and one gate. */
function smallWorld(): Promise<TestRepository> {
  return makeWorld(
    { 'a.txt': 'a\n' },
    { 'effort/one': effort({ 'one.txt': '1\n' }), 'effort/two': effort({ 'two.txt': '2\n' }) },
    { config: configured() },
  );
}

export interface Undisturbed {
  /** The gits that the run starts, without `git`. */
  readonly gits: readonly string[];
  /** The tree that lands. */
  readonly tree: string;
}

/** Runs the integration without killing anything. */
export async function undisturbed(): Promise<Undisturbed> {
  const repo = await smallWorld();
  const watched = killGit(() => false, 'nothing');
  const { status } = await cli(repo, 'run', '--decide', 'recommended');
  watched.end();
  expect(status).toBe(0);
  return { gits: watched.started(), tree: await repo.git('rev-parse', 'main^{tree}') };
}

/**
 * Kills one git of the integration. Expects the same result, or a reason that names git; then the same result from going on; and nothing of
 * the operator's touched. Returns the command line of the one that was killed; null: none was fated to be.
 */
export async function expectKilledGitIsNoticed(fate: Fate, death: Death, { tree }: Undisturbed) {
  const repo = await smallWorld();
  const own = await operatorsOwn(repo);
  const landed = () => repo.git('rev-parse', 'main^{tree}');

  const watched = killGit(fate, death);
  const { status, out, err } = await cli(repo, 'run', '--decide', 'recommended').finally(watched.end);

  const what = `${death} printed: git ${watched.died()}\n${out}${err}`;
  if (status === 0) expect(await landed(), what).toBe(tree);
  else expect(`${out}${err}`, what).toMatch(/\bgit\b.* was killed/);
  expect(await operatorsOwn(repo), what).toBe(own);
  const resumed = await cli(repo, 'resume', '--decide', 'recommended');
  // Killed before there was a session, or after its end, there is none to go on with.
  const again = resumed.status === 2 ? await cli(repo, 'run', '--decide', 'recommended') : resumed;
  expect(again.status, `${what}\n${again.out}${again.err}`).toBe(0);
  expect(await landed(), what).toBe(tree);
  expect(await operatorsOwn(repo), what).toBe(own);
  expect(await damageOf(repo), what).toEqual([]);
  return watched.died();
}
