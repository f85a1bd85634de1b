import { villages } from "@troad/population";

export type NamedVillage = { code: string; name: string };

let byTown: ReadonlyMap<string, readonly NamedVillage[]> | undefined;

/** The villages of a township by the first eight digits of their codes, as the Ministry of the Interior lists them; none of an area that is none. */
export function villagesOf(area: string): readonly NamedVillage[] {
  byTown ??= Map.groupBy(villages(), ({ townCode }) => townCode);
  return byTown.get(area.slice(0, 8)) ?? [];
}

/** Its code and its name. */
export function villageText(code: string): string {
  const name = villagesOf(code).find((one) => one.code === code)?.name;
  return name === undefined ? code : `${code} ${name}`;
}
