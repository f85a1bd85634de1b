/** A number that people can say on the telephone: the end of the id, as the numbers of cases are. */
export const referenceOf = (id: string): string =>
  id
    .replaceAll("-", "")
    .slice(-12)
    .toUpperCase()
    .replace(/(.{4})(?=.)/g, "$1-");
