/** In the environment of each git that a test runs itself, as its operator would: never passed on by the program under test. */
export const BY_HAND = { INTORCH_TEST_BY_HAND: 'yes' } as const;
