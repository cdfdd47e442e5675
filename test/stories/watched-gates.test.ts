/** Gates that change what is the operator's: it is named, judged, and there is a way out. */
import { expect, it } from 'vitest';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { begin } from '../support/session.ts';
import { cli, configured, effort, makeWorld, statusesOf } from '../support/stories.ts';

const BRANCH = 'phase1/wave1-integration';
/** The repository that a workspace borrows its objects from. */
const HOST = 'R=$(dirname "$(grep -v /intorch/ .git/objects/info/alternates)"); export GIT_DIR="$R"';

/** Makes a repository in which the gate of effort `sly` runs shell lines, and any other passes. */
function world(...lines: readonly string[]) {
  const gate = "{ name: test, command: 'sh gate.sh', parser: exit, retries: 2, flaky: pass }";
  return makeWorld(
    { 'gate.sh': 'test ! -e sly.sh || . ./sly.sh\n' },
    {
      'effort/sly': effort({ 'sly.sh': `${[HOST, ...lines].join('\n')}\n` }),
      'effort/two': effort({ 'two.txt': 'x\n'.repeat(50) }),
    },
    { config: configured(`max_concurrency: 1\ngates:\n  - ${gate}\n`) },
  );
}

const EVIL = [
  'git config core.sshCommand ./evil',
  'mkdir -p "$R/hooks" "$R/info"; echo evil > "$R/hooks/post-checkout"; echo "* filter=x" > "$R/info/attributes"',
];
const NAMED =
  'while it ran, what is yours was changed, by the gate or by somebody else: core.sshcommand added to .git/config, .git/hooks/post-checkout written, .git/info/attributes written';

it('asks whose doing it was that configuration, hooks and attributes changed while a gate ran, and holds nobody for it', async () => {
  const repo = await world(...EVIL);

  const said = await cli(repo, 'run', '--decide', 'recommended');

  expect([said.status, said.out]).toEqual([3, expect.stringContaining(NAMED)]);
  expect(said.out).toMatch(/go on with: intorch tui, or intorch decide red_gate-\w+ CHOICE/);
  expect(await repo.git('ls-tree', '--name-only', 'main')).not.toContain('sly.sh');
});

it('judges the gate again where a person says that it was not the gate, and never by itself', async () => {
  const repo = await world(...EVIL);
  const story = await begin(repo);
  await story.work('recommended');

  expect(story.state().gate_runs.map(({ because }) => because)).toEqual([NAMED]);
  expect(openQuestion(story.state())?.recommended).toBeNull();
  await story.choose('not_the_gate');
  await story.work('recommended');

  expect(statusesOf(story)).toEqual({ sly: 'MERGED', two: 'MERGED' });
  expect(story.state().end?.outcome).toBe('LANDED');
  expect(story.state().decisions.map(({ choice, about }) => `${choice}: ${about}`)).toContain(
    `not_the_gate: test: ${NAMED}`,
  );
});

it('names what set-up does to the repository as well', async () => {
  const repo = await makeWorld(
    {},
    { 'effort/sly': effort({ 'setup.sh': `${[HOST, ...EVIL].join('\n')}\nexit 1\n` }) },
    {
      config: configured(
        "gates:\n  - { name: test, command: 'true', parser: exit }\nworktree: { setup: 'if test -e setup.sh; then sh setup.sh; fi' }\n",
      ),
    },
  );
  const story = await begin(repo);

  await story.work('recommended');

  expect(story.question()).toContain(NAMED);
});

const TAKE_OVER = [
  `F=$(git commit-tree -m foreign "$(git rev-parse main^{tree})")`,
  `git update-ref refs/heads/${BRANCH} "$F"`,
  `git for-each-ref --format='%(refname)' 'refs/intorch/sessions/*/tip' | xargs -I{} git update-ref {} "$F"`,
];

it('calls it meddling where a gate moves the integration branch and the refs of the session, and goes on without that effort', async () => {
  const repo = await world(...TAKE_OVER);
  const story = await begin(repo);

  await story.work();

  const [run] = story.state().gate_runs;
  expect(run).toMatchObject({ verdict: 'inconclusive', meddled: true, in_doubt: false });
  expect(run?.because).toContain(`refs/heads/${BRANCH} of the repository moved`);
  expect(run?.because).toMatch(/refs\/intorch\/sessions\/[^ ]+\/tip of the repository moved/);
  await story.choose('hold_effort');
  await story.work('recommended');
  expect(statusesOf(story)).toEqual({ sly: 'HELD', two: 'MERGED' });
  expect(story.state().end?.outcome).toBe('LANDED');
  expect((await repo.git('ls-tree', '--name-only', 'main')).split('\n')).toEqual([
    'gate.sh',
    'intorch.yaml',
    'two.txt',
  ]);
});

it('can roll everything back right after a gate moved the integration branch', async () => {
  const repo = await world(...TAKE_OVER);
  const base = await repo.tip('main');
  const story = await begin(repo);
  await story.work();
  await story.live.close();

  const said = await cli(repo, 'rollback', '--yes');

  expect([said.status, said.err]).toEqual([0, '']);
  expect(said.out).toContain(`${BRANCH} is at ${base}`);
  expect(await repo.tip(BRANCH)).toBe(base);
});
