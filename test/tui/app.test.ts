import { afterEach, describe, expect, it } from 'vitest';
import { choiceId } from '../../src/domain/integration/question.ts';
import { questionId } from '../../src/domain/integration/question-id.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { QuestionId } from '../../src/domain/shared/ids.ts';
import { changedEffort, finishedState, flatEffort, sampleSha, startedState } from '../support/states.ts';
import { type Driver, type DriverOptions, drive, KEYS, settled } from './support/driver.ts';
import { type FakeEngine, fakeEngine, snapshotOf } from './support/fake-engine.ts';
import { deciding, planned, red, resumed, TEXTS, testing } from './support/moments.ts';

const { up, down, enter, page_down, ctrl_c, ctrl_z, tab } = KEYS;
const QUESTION = questionId('conflict', 'auth#1', '0', '60cd555c');

let open: Driver[] = [];
afterEach(() => {
  for (const driver of open) driver.close();
  open = [];
});

async function on(
  state: IntegrationState,
  options: DriverOptions & { obeys?: boolean } = {},
): Promise<Driver & { engine: FakeEngine }> {
  const engine = fakeEngine(snapshotOf(state, { texts: TEXTS }), options.obeys ?? false);
  const driver = await drive(engine, options);
  open.push(driver);
  return { ...driver, engine };
}

describe('other open conflicts', () => {
  const two = () => {
    const [first] = deciding().conflicts_detected;
    if (first === undefined) throw new Error('the sample has a conflict');
    const second = { ...first, id: 'auth#2' as typeof first.id, path: 'src/auth/token.py' };
    return deciding({ conflicts_detected: [first, second] });
  };

  it('are looked at with n and N, and enter answers nothing there', async () => {
    const { engine, singly, screen } = await on(two());
    await singly('n');
    expect(screen()).toMatch(/src\/auth\/token\.py.*conflict 2 of 2, only to look at/);
    await singly(enter, 'N');
    expect(screen()).toMatch(/src\/auth\/login\.py.*conflict 1 of 2/);
    expect(screen()).not.toContain('only to look at');
    expect(engine.sent).toEqual([]);
  });

  it('are left with escape, back at the question', async () => {
    const { singly, screen } = await on(two());
    await singly('n', '\x1b');
    await expect.poll(screen).toContain('> Keep both');
  });

  it('are not there when there is one', async () => {
    const { singly, screen } = await on(deciding());
    await singly('n');
    expect(screen()).toContain('No other conflict of this effort waits for a decision');
  });
});

describe('the cursor of a question', () => {
  it('is moved by asking the engine, and shown before the engine answers', async () => {
    const { engine, singly, screen } = await on(deciding());
    await singly(down);
    const { question } = { question: engine.sent[0]?.type === 'highlight' ? engine.sent[0].question : '' };
    expect(engine.sent).toEqual([{ type: 'highlight', question, choice: 'keep_current' }]);
    expect(screen()).toContain('> Keep current only');
  });

  it('goes where the engine says, whoever moved it', async () => {
    const { engine, screen } = await on(deciding());
    const question = engine.snapshot()?.state;
    expect(question?.highlighted).toEqual([]);
    const id = (await idOf(engine)) ?? QUESTION;
    engine.show({ state: deciding({ highlighted: [{ question: id, choice: choiceId('hold_effort') }] }) });
    await settled();
    expect(screen()).toContain('> Hold auth');
  });

  it('stays at the ends instead of jumping to the other', async () => {
    const { engine, singly } = await on(deciding());
    await singly(up, up);
    expect(engine.sent).toEqual([]);
  });
});

/** The question's id as the domain gives it. */
async function idOf(engine: FakeEngine): Promise<QuestionId | undefined> {
  const { openQuestion } = await import('../../src/domain/integration/open-question.ts');
  const snapshot = engine.snapshot();
  return snapshot === null ? undefined : openQuestion(snapshot.state)?.id;
}

describe('keys that arrive together', () => {
  const pressed: Readonly<Record<string, string>> = { up, down, enter, j: 'j', k: 'k' };
  const sequences = (names: readonly string[], length: number): readonly (readonly string[])[] =>
    length === 0
      ? [[]]
      : sequences(names, length - 1).flatMap((rest) => names.map((name) => [...rest, name]));
  const all = ['up', 'down', 'enter', 'j', 'k'];

  it.each([
    [1, all],
    [2, all],
    [3, ['up', 'down', 'enter']],
    [4, ['up', 'down', 'enter']],
  ] as const)('do the same as one by one: all sequences of %i', async (length, names) => {
    for (const sequence of sequences(names, length)) {
      const typed = sequence.map((name) => pressed[name] ?? '');
      const single = await on(deciding());
      await single.singly(...typed);
      const together = await on(deciding());
      await together.chunk(...typed);
      expect(together.engine.sent, sequence.join(' ')).toEqual(single.engine.sent);
      single.close();
      together.close();
    }
  });

  it('choose the option that was under the cursor when enter was pressed', async () => {
    const { engine, chunk } = await on(deciding());
    const id = await idOf(engine);
    await chunk(down, down, enter, enter);
    expect(engine.sent).toEqual([
      { type: 'highlight', question: id, choice: 'keep_current' },
      { type: 'highlight', question: id, choice: 'take_incoming' },
      { type: 'choose', question: id },
    ]);
  });
});

describe('enter on an option', () => {
  it('says first what will be written', async () => {
    const { engine, singly, screen } = await on(deciding());
    await singly(enter);
    expect(engine.sent).toEqual([]);
    expect(screen()).toContain('Write 6 lines to src/auth/login.py? (Keep both: current, then auth)');
  });

  it('is taken back by escape', async () => {
    const { engine, singly, screen } = await on(deciding());
    await singly(enter);
    engine.show({});
    await singly('\x1b[27u');
    expect(screen()).not.toContain('Write 6 lines');
    expect(engine.sent).toEqual([]);
  });

  it('names the choice when the engine has no cursor on it yet, which may be on a question that comes after', async () => {
    const { engine, singly } = await on(deciding());
    const id = await idOf(engine);
    await singly(enter, enter);
    expect(engine.sent).toEqual([{ type: 'choose_named', question: id, choice: 'combine_current_incoming' }]);
  });

  it('never answers the question that comes after the one that was read', async () => {
    const { engine, singly, screen } = await on(deciding());
    await singly(enter);
    engine.show({ state: deciding({ integration_tip: sampleSha('another') }) });
    await settled();
    await singly(enter);
    expect(engine.sent).toEqual([]);
    expect(screen()).toContain('Write 6 lines');
  });

  it('says that the question changed under an open confirmation', async () => {
    const { engine, singly, screen } = await on(deciding());
    await singly(enter);
    engine.show({ state: deciding({ integration_tip: sampleSha('another') }) });
    await settled();
    expect(screen()).toContain('What is asked has changed; nothing was sent');
  });

  it('counts once, however often it is pressed before the engine answers', async () => {
    const { engine, chunk } = await on(deciding());
    await chunk(enter, enter, enter, enter, enter);
    expect(engine.sent.filter((command) => command.type.startsWith('choose'))).toHaveLength(1);
  });

  it('does not count on a question that has just appeared', async () => {
    let now_ms = 1000;
    const { engine, singly, screen } = await on(deciding(), { guard_ms: 150, now_ms: () => now_ms });
    now_ms = 1149;
    await singly(enter, enter);
    expect(engine.sent).toEqual([]);
    expect(screen()).toContain('just appeared');
    now_ms = 1150;
    await singly(enter);
    expect(engine.sent.at(-1)?.type).toBe('choose_named');
  });

  it('says why a choice is off', async () => {
    const run = { ...red(), gate_runs: red().gate_runs.map((each) => ({ ...each, workspace: null })) };
    const { engine, singly, screen } = await on(run);
    await singly('e');
    expect(screen()).toContain('Look around in the workspace: it did not run');
    expect(engine.sent).toEqual([]);
  });

  it('shows the reason when the engine refuses', async () => {
    const { engine, singly, screen } = await on(resumed());
    engine.refuse = 'that question is answered already';
    await singly(enter);
    expect(screen()).toContain('that question is answered already');
  });
});

describe('a decision that is taken', () => {
  it('leads back to what is going on', async () => {
    const { singly, screen, store } = await on(deciding(), { obeys: true });
    await singly(down, enter, enter);
    expect(store.look()?.question).toBeNull();
    expect(screen()).toMatch(/> {3}2 auth +» merging/);
  });

  it('can wait: escape shows what is going on, c comes back', async () => {
    const { singly, screen } = await on(deciding());
    await singly('\x1b[27u');
    expect(screen()).toContain('The question stays open; c returns to it');
    expect(screen()).toContain('1 search');
    await singly('c');
    expect(screen()).toContain('> Keep both');
  });

  it('opens by itself when nothing else is being looked at', async () => {
    const { engine, screen } = await on(testing());
    engine.show({ state: deciding(), texts: TEXTS });
    await settled();
    expect(screen()).toContain('> Keep both');
  });

  it('does not push away what somebody went to look at', async () => {
    const { engine, singly, screen } = await on(testing());
    await singly('4');
    engine.show({ state: deciding(), texts: TEXTS });
    await settled();
    expect(screen()).toContain('git commands, newest first');
    expect(screen()).toContain('press c');
  });
});

describe('other ways to decide', () => {
  it('try an option, switch the scope, hold the effort', async () => {
    const { engine, singly } = await on(deciding());
    await singly('t', 'o', 'x', enter);
    expect(engine.sent).toEqual([
      { type: 'try_option', conflict: 'auth#1', hunk: 0, option: 'combine_current_incoming' },
      { type: 'set_scope', scope: 'file' },
      { type: 'hold_effort', effort: 'auth' },
    ]);
  });

  it('include an effort again that was held, with the same key, and say what that means', async () => {
    const state = testing();
    const held = state.efforts_included.map((effort, index) =>
      index === 0 ? changedEffort(effort, { status: 'HELD', held_because: 'held' }) : effort,
    );
    const { engine, singly, screen } = await on({ ...state, efforts_included: held });
    await singly('g', 'x');
    expect(screen()).toContain(`Include ${held[0]?.name} again? It is merged after those that are in`);
    await singly(enter);
    expect(engine.sent).toContainEqual({ type: 'include_again', effort: held[0]?.name });
  });

  it('open the editor by themselves once the file is there, and say when it is done', async () => {
    const { engine, singly, calls } = await on(deciding());
    await singly('e');
    expect(engine.sent.map((command) => command.type)).toEqual(['choose_named']);
    const editing = {
      conflict: deciding().conflicts_detected[0]?.id ?? ('' as never),
      file: null,
      done: false,
      refused: null,
    };
    engine.show({ state: deciding({ editing }) });
    engine.show({ state: deciding({ editing: { ...editing, file: '/tmp/login.py' } }) });
    await settled();
    expect(calls).toEqual(['edit /tmp/login.py']);
    expect(engine.sent.at(-1)).toEqual({ type: 'edit_done' });
  });

  it('do not open an editor that another screen asked for', async () => {
    const { engine, calls, screen, singly } = await on(testing());
    const editing = {
      conflict: deciding().conflicts_detected[0]?.id ?? ('' as never),
      file: '/tmp/login.py',
      done: false,
      refused: null,
    };
    engine.show({ state: deciding({ editing }) });
    await settled();
    expect(calls).toEqual([]);
    expect(screen()).toContain('> Open the editor');
    await singly(enter);
    expect(calls).toEqual(['edit /tmp/login.py']);
  });

  it('open a shell in the workspace of a red gate', async () => {
    const { calls, singly } = await on(red());
    await singly('e');
    expect(calls).toEqual(['shell /slots/1']);
  });

  it('accept a failure only after a yes', async () => {
    const { engine, singly, screen } = await on(red());
    await singly('w');
    expect(screen()).toContain('Accept this failure? The report will say Conditional.');
    await singly(enter);
    expect(engine.sent.map((command) => command.type)).toEqual(['choose_named']);
  });
});

describe('the plan', () => {
  it('is started, reordered and thinned out by keys', async () => {
    const { engine, singly, screen } = await on(planned());
    await singly(down, 'J');
    expect(engine.sent[0]).toMatchObject({ type: 'reorder' });
    expect(screen()).toContain('1 decision (as before)');
    await singly(' ', enter);
    expect(engine.sent.slice(1)).toEqual([
      { type: 'exclude', effort: 'controller', excluded: true },
      { type: 'choose_named', question: await idOf(engine), choice: 'start' },
    ]);
  });

  it('keeps the cursor on the effort when the order changes', async () => {
    const { engine, singly, screen } = await on(planned());
    await singly(down, down);
    const state = planned();
    engine.show({ state: { ...state, efforts_included: state.efforts_included.toReversed() } });
    await settled();
    expect(screen()).toMatch(/> +8 webhooks/);
  });

  it('is filtered by what is typed', async () => {
    const { singly, screen } = await on(planned());
    await singly('/', 'b', 'i', 'l', enter);
    expect(screen()).toContain('billing');
    expect(screen()).not.toContain('webhooks');
    await singly('\x1b[27u');
    expect(screen()).toContain('webhooks');
  });
});

describe('the log', () => {
  it('follows the run of the selected effort, and scrolls', async () => {
    const { engine, singly, screen } = await on(testing());
    expect(engine.followed.at(-1)).toContain('effort-controller');
    engine.log(Array.from({ length: 100 }, (_, index) => `line ${index}\n`).join(''));
    await singly('l');
    expect(screen()).toContain('line 99');
    await singly('\x1b[5~');
    expect(screen()).not.toContain('line 99');
    expect(screen()).toMatch(/log, \d+ lines below/);
    await singly('f');
    expect(screen()).toContain('line 99');
  });

  it('is another one when another effort is selected', async () => {
    const { engine, singly } = await on(testing());
    await singly(up);
    expect(engine.followed.at(-1)).toContain('effort-api-types');
  });

  it('scrolls beside the list with tab', async () => {
    const { engine, singly, screen } = await on(testing());
    engine.log(Array.from({ length: 100 }, (_, index) => `line ${index}\n`).join(''));
    await singly(tab, up, up);
    expect(screen()).toContain('log, 2 lines below');
  });
});

describe('leaving', () => {
  it('asks how, and detaches at the second ctrl+c', async () => {
    const { singly, screen, left } = await on(testing());
    await singly(ctrl_c);
    expect(screen()).toContain('> Detach');
    expect(left).toEqual([]);
    await singly(ctrl_c);
    expect(left).toEqual(['detached']);
  });

  it('detaches at once with D', async () => {
    const { singly, left } = await on(testing());
    await singly('D');
    expect(left).toEqual(['detached']);
  });

  it('stops the engine after the step or at once, and leaves when it has ended', async () => {
    const { engine, singly, left } = await on(testing());
    await singly('q', down, enter);
    expect(engine.stops).toEqual([false]);
    expect(left).toEqual([]);
    engine.show({}, 'ended');
    expect(left).toEqual(['stopped']);
  });

  it('asks the engine about a roll back, which says what is taken back', async () => {
    const { engine, singly } = await on(testing());
    await singly('q', down, down, down, enter);
    expect(engine.sent).toEqual([{ type: 'roll_back', to: null }]);
  });

  it('asks nothing when everything is finished, and ends the engine', async () => {
    const { engine, singly, left } = await on(finishedState());
    await singly('q');
    expect(left).toEqual(['left']);
    expect(engine.stops).toEqual([false]);
  });

  it('is possible while no engine answers', async () => {
    const engine = fakeEngine(null);
    const driver = await drive(engine);
    open.push(driver);
    await driver.singly('q');
    expect(driver.left).toEqual(['detached']);
  });

  it('goes to the shell with ctrl+z', async () => {
    const { singly, calls } = await on(testing());
    await singly(ctrl_z);
    expect(calls).toEqual(['suspend']);
  });
});

describe('keys that do nothing here', () => {
  it('say so, or say why', async () => {
    const { singly, screen } = await on(startedState());
    await singly('Z');
    expect(screen()).toContain('Z does nothing here; ? shows what does');
    await singly('u');
    expect(screen()).toContain('Nothing has been merged, so there is nothing to take back');
    await singly('c');
    expect(screen()).toContain('There is no open question');
  });

  it('are never what was pasted', async () => {
    const { engine, chunk, screen } = await on(deciding());
    await chunk('\x1b[200~q\rD\r\x1b[201~');
    expect(engine.sent).toEqual([]);
    expect(screen()).toContain('Pasted text is ignored');
  });
});

describe('the help', () => {
  it('does what is found by typing', async () => {
    const { singly, screen } = await on(testing());
    await singly('?', 'r', 'e', 's', 't', 'o', 'r', 'e');
    expect(screen()).toContain('> 4');
    await singly(enter);
    expect(screen()).toContain('restore points');
  });
});

describe('the rest of the keys', () => {
  it('pause and go on, take back, copy', async () => {
    const { engine, singly, calls } = await on(testing());
    await singly('p', 'u', 'y');
    expect(engine.sent).toEqual([
      { type: 'pause' },
      { type: 'roll_back', to: flatEffort(testing().efforts_included[1])?.restore_point },
    ]);
    expect(calls).toEqual(['copy effort/controller']);
    engine.show({ state: testing({ paused: true }) });
    await singly('p');
    expect(engine.sent.at(-1)).toEqual({ type: 'go_on' });
  });

  it('answer in a pause as ever, and a choice that only pauses leaves the question open', async () => {
    const { engine, singly } = await on(deciding({ paused: true }));
    const id = questionId('conflict', 'auth#1', '0', '60cd555c');
    await singly(enter, enter);
    expect(engine.sent).toMatchObject([{ type: 'choose_named', question: id }]);
    const going = await on(deciding({ highlighted: [{ question: id, choice: choiceId('stop') }] }));
    await going.singly(enter);
    going.engine.show({ state: deciding({ paused: true }) });
    await going.singly(enter, enter);
    expect(going.engine.sent).toMatchObject([
      { type: 'choose', question: id },
      { type: 'choose_named', question: id },
    ]);
  });

  it('turn pages of the preview', async () => {
    const { singly, screen } = await on(deciding(), {});
    await singly(page_down);
    expect(screen()).toContain('> Keep both');
  });
});

describe('a terminal that changes its size', () => {
  it('is filled again', async () => {
    const { resize, screen } = await on(testing());
    await resize(120, 30);
    expect(screen().split('\n')).toHaveLength(30);
    await resize(40, 10);
    expect(screen()).toContain('60x15 is the least');
  });
});

it('names the question that these tests are about', async () => {
  const { engine } = await on(deciding());
  expect(await idOf(engine)).toBe(QUESTION);
});
