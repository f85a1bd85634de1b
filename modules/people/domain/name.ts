/** Names as people write them: without the blanks between characters, whichever width a character has. */
const written = (name: string): string => name.normalize("NFKC").replaceAll(/\s/g, "").toLowerCase();

/** Whether two writings are one name. */
export const isSameName = (a: string, b: string): boolean => written(a) !== "" && written(a) === written(b);
