/** A person of the household register, as far as inheriting goes. `diedOn`: null while they live. */
export type Kin = { number: string; name: string; father: string | null; mother: string | null; diedOn: string | null };

/**
 * The heirs by blood of who died, by 民法 §1138: children, and in the place of one who died before them their own children (§1140); else parents; else
 * brothers and sisters, also of one parent; else grandparents. A later order inherits only where nobody of an earlier one lived on that day.
 */
export function heirsOf(deceased: Kin, people: readonly Kin[]): string[] {
  const day = deceased.diedOn;
  if (day === null) return [];
  const known = new Map(people.map((one) => [one.number, one]));
  const lived = ({ diedOn }: Kin): boolean => diedOn === null || diedOn > day;
  const childrenOf = (of: string): Kin[] => people.filter(({ father, mother }) => father === of || mother === of);
  const parentsOf = ({ father, mother }: Kin): string[] => [father, mother].filter((number) => number !== null);
  // of whom the register has no record nobody knows that they died
  const stillLived = (number: string): boolean => {
    const one = known.get(number);
    return one === undefined || lived(one);
  };
  const descendantsOf = (of: string, above: readonly string[]): Kin[] =>
    above.includes(of)
      ? []
      : childrenOf(of).flatMap((child) => (lived(child) ? [child] : descendantsOf(child.number, [...above, of])));
  const parents = parentsOf(deceased);
  const siblings = parents.flatMap(childrenOf).filter((one) => one.number !== deceased.number && lived(one));
  const grandparents = parents.flatMap((number) => {
    const parent = known.get(number);
    return parent ? parentsOf(parent) : [];
  });
  const orders = [
    descendantsOf(deceased.number, []).map(({ number }) => number),
    parents.filter(stillLived),
    siblings.map(({ number }) => number),
    grandparents.filter(stillLived),
  ];
  return [...new Set(orders.find((order) => order.length > 0) ?? [])];
}
