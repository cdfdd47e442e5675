/** Loaded into a program under test by `--import`: appends what it asks of git to the file that the environment names. */
import { appendFileSync } from 'node:fs';
import { GIT_LOG, type LoggedGit } from './git-log.ts';
import { whenGitIsAsked } from './git-watch.ts';

const file = process.env[GIT_LOG];
let count = 0;

if (file !== undefined) {
  const append = (line: LoggedGit) => appendFileSync(file, `${JSON.stringify(line)}\n`);
  whenGitIsAsked(({ outcome, ended, ...asked }) => {
    const id = `${process.pid}-${++count}`;
    append({ id, ...asked });
    ended.then(() => append({ id, outcome: outcome() }));
  });
}
