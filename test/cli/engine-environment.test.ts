import { expect, test } from 'vitest';
import { withheldVariables } from '../../src/adapters/execa/gate-environment.ts';
import { engineEnvironment } from '../../src/cli/session/engine/engine-environment.ts';
import { shedTokens } from '../../src/cli/session/engine/shed-tokens.ts';
import { capturedIo } from '../support/cli.ts';

const OURS = {
  PATH: '/bin',
  HOME: '/home/u',
  SSH_AUTH_SOCK: '/run/agent',
  GIT_CONFIG_GLOBAL: '/home/u/.gitconfig',
  CARGO_HOME: '/opt/cargo',
  INTORCH_TARGET: 'main',
  no_proxy: 'localhost',
  GITHUB_TOKEN: 'secret-1',
  AWS_SECRET_ACCESS_KEY: 'secret-2',
  NPM_CONFIG__AUTH: 'secret-3',
  HTTPS_PROXY: 'http://u:secret-4@proxy:3128',
  https_proxy: 'http://proxy:3128',
  DATABASE_URL: 'postgres://localhost/secret-5',
  GIT_DIR: '/elsewhere',
};

test('an engine gets what git, gates and settings need, and no token', () => {
  const { ENGINE_WITHHOLDS, ...env } = engineEnvironment(OURS);

  expect(Object.keys(env).sort()).toEqual([
    ...[
      'CARGO_HOME',
      'GIT_CONFIG_GLOBAL',
      'HOME',
      'INTORCH_TARGET',
      'PATH',
      'SSH_AUTH_SOCK',
      'https_proxy',
      'no_proxy',
    ],
  ]);
  expect(JSON.stringify({ ENGINE_WITHHOLDS, ...env })).not.toContain('secret');
});

test('an engine knows the names of what it did not get, so that a gate that misses one is explained', () => {
  const names = ['AWS_SECRET_ACCESS_KEY', 'DATABASE_URL', 'GITHUB_TOKEN', 'NPM_CONFIG__AUTH'];

  expect([...withheldVariables(engineEnvironment(OURS))]).toEqual(expect.arrayContaining(names));
  expect([...withheldVariables(engineEnvironment(OURS))].sort()).toEqual([...withheldVariables(OURS)].sort());
});

test('a program that will run gates starts itself again without what an engine does not get, once', () => {
  const started: object[] = [];
  const io = { ...capturedIo().io, env: OURS, startAgain: (env: object) => void started.push(env) };

  shedTokens(io);
  shedTokens({ ...io, env: engineEnvironment(OURS) });
  shedTokens({ ...io, startAgain: undefined });

  expect(started).toEqual([engineEnvironment(OURS)]);
});
