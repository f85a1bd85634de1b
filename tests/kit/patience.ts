/**
 * How many times longer than on an idle machine of two cores a test may wait for something. `npm test` times a second start of a
 * government and derives it; what comes in time ends the wait, so patience costs nothing where all is well.
 */
export const slowness = Math.max(1, Number(process.env.TROAD_TEST_SLOWNESS ?? 1));

/** `ms`, as long as this machine needs, and twice that: other test files run beside. */
export const patient = (ms: number): number => Math.round(ms * slowness * 2);
