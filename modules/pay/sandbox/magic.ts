/**
 * What the sandbox does with a payment follows from the last two digits of its amount in new dollars, so that each fault can be tried:
 *
 * | ends in | what happens |
 * |---|---|
 * | 91 | it is declined |
 * | 92 | the payer comes back at once, and the message comes 15 seconds later |
 * | 93 | two messages come, each with a number of its own, as if it had been paid twice |
 * | 94 | the message comes 2 seconds before the payer's page answers |
 * | 95 | no message ever comes: it has to be asked |
 * | else | the message comes with the answer |
 */
export type Behaviour = "declined" | "late" | "twice" | "before" | "silent" | "usual";

const byEnding: Readonly<Record<number, Behaviour>> = { 91: "declined", 92: "late", 93: "twice", 94: "before", 95: "silent" };
export const behaviourOf = (amount: number): Behaviour => byEnding[amount % 100] ?? "usual";

export const lateMs = 15_000;
export const beforeMs = 2_000;
