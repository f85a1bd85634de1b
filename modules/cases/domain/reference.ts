/** A number of a case that people can say on the telephone; the end of its id, which no other case shares. */
export const referenceOf = (id: string): string =>
  id
    .replaceAll("-", "")
    .slice(-12)
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, "$1-");
