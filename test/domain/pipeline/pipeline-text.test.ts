import { expect, it } from 'vitest';
import { parsePipelineText } from '../../../src/domain/pipeline/file/pipeline-text.ts';
import { pipelineJsonSchema } from '../../../src/domain/pipeline/schema.ts';

const problemsOf = (text: string, given: readonly string[] = []) => {
  const parsed = parsePipelineText('p.json', text, given);
  return 'problems' in parsed ? parsed.problems : [];
};
const oneStep = (step: object, globals: object = {}) =>
  JSON.stringify({ plan_id: 'P', globals, steps: [{ id: 'a', command: 'true', ...step }] });

it('all problems of a file are told at once, each with its line and what is allowed', () => {
  const text = `{
  "plan_id": "P",
  "globals": { "max_concurency": 2 },
  "steps": [
    { "id": "build", "command": "make", "retries": -1 },
    { "id": "test", "command": "make", "depends_on": ["biuld"], "on_failure": "skip" },
    { "id": "build", "command": 7 },
    { "id": "pack", "command": "tar", "args": ["\${OUT}", "\${VERSION:-1}"] }
  ]
}`;

  expect(problemsOf(text)).toEqual([
    'p.json:3:16: globals.max_concurency is no field of a pipeline; did you mean max_concurrency?',
    'p.json:5:52: steps[0].retries is -1; allowed: a whole number from 0 to 100',
    'p.json:6:55: steps[1].depends_on[0] is "biuld", which is no step; did you mean build?',
    'p.json:6:79: steps[1].on_failure is "skip"; allowed: one of: abort, skip_dependents, continue; did you mean skip_dependents?',
    'p.json:7:13: steps[2].id is "build", as is that of steps[0]; allowed: an id of its own',
    'p.json:7:33: steps[2].command is 7; allowed: a program, such as npm',
    'p.json:8:48: ${OUT} has no value here; pass --var OUT=VALUE, or write ${OUT:-DEFAULT}',
  ]);
});

it('circles are drawn as paths, every one of them', () => {
  const steps = [
    { id: 'a', command: 'true', depends_on: ['b'] },
    { id: 'b', command: 'true', depends_on: ['c'] },
    { id: 'c', command: 'true', depends_on: ['a'] },
    { id: 'self', command: 'true', depends_on: ['self'] },
  ];

  expect(problemsOf(JSON.stringify({ plan_id: 'P', steps }, null, 1))).toEqual([
    'p.json:7:18: steps wait for each other in a circle: a → b → c → a',
    'p.json:28:18: steps wait for each other in a circle: self → self',
  ]);
});

it.each([
  ['{', /p\.json: is not JSON: .*position 1/],
  ['[]', /p\.json:1:1: the pipeline is a list of 0; allowed: an object with plan_id and steps/],
  ['{"plan_id": "a b", "steps": []}', /plan_id is "a b"; allowed: a short name/],
  ['{"plan_id": "P", "steps": []}', /steps is a list of 0; allowed: at least one step/],
  [
    '{"plan_id": "P", "plan_id": "Q", "steps": [{"id": "a", "command": "x"}]}',
    /"plan_id" stands here a second time/,
  ],
  [oneStep({ comand: 'x' }), /steps\[0\]\.comand is no field of a pipeline; did you mean command\?/],
  [
    oneStep({ condition: "$VAR == 'x'" }),
    /steps\[0\]\.condition is .*; allowed: success\(\), failure\(\), always\(\)/,
  ],
  [oneStep({ condition: 'failure()' }), /it depends on nothing that could fail/],
  [oneStep({ args: ['${a b}'] }), /\$\{a b\} is no name of a variable/],
  [
    oneStep({ args: ['${steps.a.state}'] }),
    /\$\{steps\.a\.state\} is the state of no step that this one depends on/,
  ],
  [
    oneStep({ args: ['${BRNCH}'] }, { env: { BRANCH: 'x' } }),
    /\$\{BRNCH\} has no value here; did you mean BRANCH\?/,
  ],
  [oneStep({ env: { 'A-B': 'x' } }), /names of variables/],
  [oneStep({ critical: 'yes' }), /steps\[0\]\.critical is "yes"; allowed: true or false/],
])('%s is refused in words', (text, said) => {
  expect(problemsOf(text).join('\n')).toMatch(said);
});

it('a variable is known from outside, from globals.env, and by its default; $${ is none', () => {
  const step = { args: ['${A}', '${B}', '${C:-c}', '$${D}', '${RUN_ID}'] };

  expect(problemsOf(oneStep(step, { env: { B: 'b' } }), ['A'])).toEqual([]);
});

it('what a file may leave out is not required by the schema for editors', () => {
  expect(pipelineJsonSchema()).toMatchObject({ required: ['plan_id', 'steps'], additionalProperties: false });
});
