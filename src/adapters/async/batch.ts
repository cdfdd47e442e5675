/** Batches the questions that are asked in the same turn into one call of `work`, which answers them in their order. */
export function batch<Question, Answer>(
  work: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  let waiting: Waiting<Question, Answer>[] = [];
  const answerAll = async () => {
    const asked = waiting;
    waiting = [];
    try {
      const answers = await work(asked.map(({ question }) => question));
      for (const [index, { answer }] of asked.entries()) answer(answers[index] as Answer);
    } catch (error) {
      for (const { fail } of asked) fail(error);
    }
  };
  return (question) =>
    new Promise((answer, fail) => {
      if (waiting.push({ question, answer, fail }) === 1) setImmediate(() => void answerAll());
    });
}

interface Waiting<Question, Answer> {
  readonly question: Question;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: unknown) => void;
}
