/**
 * National identity numbers: a letter for the county of first registration, 1 (male) or 2 (female), seven digits, a check digit.
 * The letter stands for two digits; the weighted sum of all eleven is a multiple of ten.
 */
const letterCodes: Record<string, number> = {
  A: 10,
  B: 11,
  C: 12,
  D: 13,
  E: 14,
  F: 15,
  G: 16,
  H: 17,
  I: 34,
  J: 18,
  K: 19,
  L: 20,
  M: 21,
  N: 22,
  O: 35,
  P: 23,
  Q: 24,
  R: 25,
  S: 26,
  T: 27,
  U: 28,
  V: 29,
  W: 32,
  X: 30,
  Y: 31,
  Z: 33,
};

/** The sum over the letter and the first eight digits: tens x 1, units x 9, then 8 down to 1. */
function weightedSum(letter: string, digits: string): number {
  const code = letterCodes[letter]!;
  let sum = Math.floor(code / 10) + (code % 10) * 9;
  for (let at = 0; at < 8; at++) sum += (digits.charCodeAt(at) - 48) * (8 - at);
  return sum;
}

/** Makes the number with its check digit. `serial` is 0 to 9,999,999. */
export function nationalIdOf(letter: string, sex: "male" | "female", serial: number): string {
  if (!(letter in letterCodes) || !Number.isInteger(serial) || serial < 0 || serial > 9_999_999)
    throw new RangeError(`no such national id: ${letter} ${serial}`);
  const digits = `${sex === "male" ? 1 : 2}${String(serial).padStart(7, "0")}`;
  return `${letter}${digits}${(10 - (weightedSum(letter, digits) % 10)) % 10}`;
}

/** Form and check digit; says nothing about whether the number was ever issued. */
export function isNationalId(text: string): boolean {
  return /^[A-Z][12]\d{8}$/.test(text) && (weightedSum(text[0]!, text.slice(1, 9)) + Number(text[9])) % 10 === 0;
}

/** The number of a foreign resident in the form of 2021-01-02: 8 (male) or 9 (female) in second place, the same check digit. */
export function isResidentNumber(text: string): boolean {
  return /^[A-Z][89]\d{8}$/.test(text) && (weightedSum(text[0]!, text.slice(1, 9)) + Number(text[9])) % 10 === 0;
}
