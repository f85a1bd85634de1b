/**
 * Looks several things up at once. A run of a rule stops at the first record that is not at hand and begins again when it has come; here all that are
 * asked for are noted before it stops, so a generation of a family costs one round and not one for each person.
 */
export function together<T>(lookUps: readonly (() => T)[]): T[] {
  const found: T[] = [];
  let stopped: unknown;
  let stops = false;
  for (const lookUp of lookUps) {
    try {
      found.push(lookUp());
    } catch (error) {
      if (!stops) stopped = error;
      stops = true;
    }
  }
  if (stops) throw stopped;
  return found;
}
