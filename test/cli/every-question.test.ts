/** Every kind of question reaches people wherever they are: on the screen, in plain lines, as JSON, and at a shell. */
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createSessionLock } from '../../src/adapters/sqlite/session-lock.ts';
import { parseCommandLine } from '../../src/cli/arguments/parse-args.ts';
import { decisionsCommand } from '../../src/cli/commands/decisions.ts';
import { statusCommand } from '../../src/cli/commands/status.ts';
import { plainLines } from '../../src/cli/output/plain-lines.ts';
import type { Command } from '../../src/domain/integration/command.ts';
import { parseCommand } from '../../src/domain/integration/command-check.ts';
import { decide } from '../../src/domain/integration/decide.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import type { Question } from '../../src/domain/integration/question.ts';
import { QUESTION_KINDS, type QuestionKind } from '../../src/domain/integration/question-id.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import { transition } from '../../src/domain/integration/transition.ts';
import { serve } from '../../src/wire/server.ts';
import { socketPathFor } from '../../src/wire/socket-path.ts';
import { capturedIo, runCli } from '../support/cli.ts';
import { ASKED } from '../support/questions.ts';
import { makeRepository } from '../support/repository.ts';
import { sampleInstant } from '../support/states.ts';
import { storedSessions } from '../support/stored-session.ts';
import { type Driver, drive, KEYS } from '../tui/support/driver.ts';
import { fakeEngine, snapshotOf } from '../tui/support/fake-engine.ts';

function askedIn(state: IntegrationState): Question {
  const question = openQuestion(state);
  if (question === null) throw new Error('nothing is asked');
  return question;
}

/** Where the screen says it in its own words, with keys of their own instead of a list. */
const OWN_WORDS: Readonly<Partial<Record<QuestionKind, readonly RegExp[]>>> = {
  start: [/merges? cleanly/, /enter start/, /r plan again/],
};

let open: Driver | null = null;
afterEach(() => open?.close());

describe.each(QUESTION_KINDS)('a question of the kind %s', (kind) => {
  const { state, choice } = ASKED[kind];
  const question = askedIn(state);
  const { session_id } = state;

  it('is what this state asks', () => {
    expect(question.kind).toBe(kind);
    expect(question.choices.find(({ id }) => id === choice)?.disabled).toBeNull();
  });

  it('is shown on the screen with its choices, and answered by keys', async () => {
    const engine = fakeEngine(snapshotOf(state), true);
    open = await drive(engine);
    await open.resize(110, 60);
    const shown = open.screen().replaceAll(/\s+/g, ' ');
    const words = OWN_WORDS[kind];
    if (words === undefined) {
      expect(shown).toContain(question.title);
      for (const { label } of question.choices) expect(shown).toContain(label);
    } else for (const word of words) expect(shown).toMatch(word);

    if (words === undefined) {
      const at = question.choices.findIndex(({ id }) => id === choice);
      await open.singly(...question.choices.map(() => KEYS.up), ...Array(at).fill(KEYS.down));
    }
    await open.singly(KEYS.enter);
    // What has a risk is taken after a line that says what will happen.
    if (openQuestion(engine.snapshot()?.state ?? state)?.id === question.id) await open.singly(KEYS.enter);

    expect(engine.sent.at(-1)).toMatchObject({ question: question.id });
    expect(openQuestion(engine.snapshot()?.state ?? state)?.id).not.toBe(question.id);
  });

  it('is told in plain lines', () => {
    const lines = plainLines(null, state, { type: 'plan_requested', at: sampleInstant() });

    expect(lines.at(-1)).toContain(question.title);
  });

  it('is there as JSON, with its id and its choices', async () => {
    const { context } = storedSessions({ [session_id]: { state } });
    const said = async (command: typeof statusCommand, ...argv: readonly string[]) => {
      const { io, out } = capturedIo();
      expect(await command(context, parseCommandLine([...argv, '--json']), io)).toBe(0);
      return JSON.parse(out());
    };
    const choices = question.choices.map(({ id, label, disabled }) =>
      expect.objectContaining({ id, label, disabled }),
    );
    const asked = expect.objectContaining({ id: question.id, kind, title: question.title, choices });

    expect(await said(statusCommand, 'status')).toMatchObject({
      question: asked,
      next_action: {
        kind: 'decide',
        command: `intorch decide ${question.id} ${question.recommended?.choice ?? 'CHOICE'}`,
      },
    });
    expect(await said(decisionsCommand, 'decide')).toEqual({
      type: 'decisions',
      session: session_id,
      questions: [asked],
    });
  });

  it('is answered from another terminal, by the engine at its turn', async () => {
    const engine = await engineOn(state);

    const { status: exit, out } = await runCli(['decide', question.id, choice], { directory: engine.dir });

    expect([exit, out]).toEqual([
      0,
      `Decided: ${question.choices.find(({ id }) => id === choice)?.label}\nThe engine goes on; see it with: intorch tui\n`,
    ]);
    expect(engine.commands).toEqual([{ type: 'choose_named', question: question.id, choice }]);
    expect(openQuestion(engine.state())?.id).not.toBe(question.id);
  });
});

/** Runs an engine of few words in a repository: it holds the lock, shows a state, and carries commands out. */
async function engineOn(first: IntegrationState) {
  const { dir } = await makeRepository({ main: [{ 'a.txt': 'a\n' }] });
  const directory = join(dir, '.git', 'intorch');
  const lock = createSessionLock(directory);
  await lock.take({
    pid: process.pid,
    host: hostname(),
    started_at: sampleInstant(),
    session_id: first.session_id,
    role: 'engine',
  });
  let state = first;
  const commands: Command[] = [];
  const server = await serve({
    socket_path: socketPathFor(directory),
    snapshot: () => snapshotOf(state),
    parseCommand,
    onCommand: async (command) => {
      commands.push(command);
      const decided = decide(state, command, sampleInstant(900));
      if ('refused' in decided) return decided.refused;
      state = transition(state, decided);
      return null;
    },
    onStop: () => {},
  });
  onTestFinished(async () => {
    await server.close('the test is over');
    await lock.release();
  });
  return { dir, commands, state: () => state };
}

describe('intorch decide', () => {
  const { state } = ASKED.conflict;
  const { id, title } = askedIn(state);

  it('says what there is at an id or a choice that there is not, and what was probably meant', async () => {
    const { dir, commands } = await engineOn(state);
    const said = (...words: readonly string[]) => runCli(['decide', ...words], { directory: dir });

    expect(await said('land-12345678', 'land')).toMatchObject({
      status: 2,
      err: `✖ There is no open question land-12345678\n  Open is ${id}: ${title}\n`,
    });
    expect(await said(`${id.slice(0, -1)}`, 'edit')).toMatchObject({
      status: 2,
      err: expect.stringContaining(`Did you mean intorch decide ${id} edit?`),
    });
    expect(await said(id, 'keep-curent')).toMatchObject({
      status: 2,
      err: `✖ ${id} has no choice keep-curent\n  Did you mean intorch decide ${id} keep_current?\n`,
    });
    expect(await said(id, 'fly')).toMatchObject({
      status: 2,
      err: expect.stringMatching(/There are: .*keep_current.*, edit, defer,/),
    });
    expect(await said(id)).toMatchObject({ status: 2, err: expect.stringContaining('needs a choice') });
    expect(commands).toEqual([]);
  });

  it('ends with 1 and the reason where the choice is refused', async () => {
    const { dir } = await engineOn(state);

    expect(await runCli(['decide', id, 'defer'], { directory: dir })).toEqual({
      status: 1,
      out: '',
      err: '✖ Ask me about controller at the end: no other effort can go first\n  See the open question: intorch decide\n',
    });
  });

  it('ends with 1 where nothing is asked', async () => {
    const paused = await engineOn({ ...state, paused: true });

    expect(await runCli(['decide', id, 'edit'], { directory: paused.dir })).toMatchObject({
      status: 1,
      err: '✖ There is no open question\n  The session is paused; go on with: intorch resume\n',
    });
  });

  it.each([
    ['edit', 'open', /Edit \/edits\/controller\.ts, then: intorch decide edit-\w+ done/],
    ['red_gate', 'shell', /Look around in \/slots\/1/],
  ] as const)('says at %s what to do instead of what only a screen can do', async (kind, choice, remedy) => {
    const moment = ASKED[kind].state;
    const gate_runs = moment.gate_runs.map((run) => ({ ...run, workspace: '/slots/1' }));
    const { dir, commands } = await engineOn({ ...moment, gate_runs });
    const question = askedIn({ ...moment, gate_runs });

    expect(await runCli(['decide', question.id, choice], { directory: dir })).toMatchObject({
      status: 1,
      err: expect.stringMatching(remedy),
    });
    expect(commands).toEqual([]);
  });

  it('answers no session but the one that the engine drives', async () => {
    const { dir, commands } = await engineOn(state);

    const { status: exit, err } = await runCli(['decide', id, 'edit', '--session', 'other'], {
      directory: dir,
    });

    expect([exit, err]).toEqual([75, expect.stringContaining(`The engine drives ${state.session_id}`)]);
    expect(commands).toEqual([]);
  });

  it('says as JSON what was decided', async () => {
    const { dir } = await engineOn(state);

    const { out } = await runCli(['decide', id, 'keep_current', '--json'], { directory: dir });

    expect(JSON.parse(out)).toEqual({
      type: 'decided',
      session: state.session_id,
      question: { id, kind: 'conflict', title },
      choice: 'keep_current',
    });
  });

  it('shows what is asked, with what speaks for it, and what cannot be chosen and why', async () => {
    const { context } = storedSessions({ [state.session_id]: { state } });
    const { io, out } = capturedIo();

    await decisionsCommand(context, parseCommandLine(['decide']), io);

    expect(out()).toMatchInlineSnapshot(`
      "conflict-d46a337f  src/controller.ts lines 10-13: how do api-types and controller go together?
        CONFLICT (content): Merge conflict in src/controller.ts
        overlap, severity medium: see what each side did

      * combine_current_incoming  combine current incoming            Keeps what it names, risk medium
        keep_current              keep current                        Keeps what it names, risk medium
        take_incoming             take incoming                       Keeps what it names, risk medium
        edit                      Edit by hand                        your editor, with both sides and their base
        defer                     Ask me about controller at the end  off: no other effort can go first
        hold_effort               Hold controller                     leave it out; x includes it again, risk low
        return_to_author          Return controller to its author     leave it out, with a note in the report, risk low
        stop                      Pause here                          nothing starts until the session goes on

      * is recommended: both sides only add lines
      Answer with: intorch decide conflict-d46a337f CHOICE
      "
    `);
  });
});
