import { heirsOf, type Kin } from "./domain/heirs.ts";
import type { Offices } from "./offices.ts";

/** Who died and of whom a person is an heir. */
export type Estate = { number: string; name: string };
type Asked = Pick<Offices, "kin" | "childrenOf">;

const dead = ["dead", "declared-dead"];
/** So many questions are put to the household register for one person; a family that needs more goes to the counter. */
const mostAsked = 60;

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);
export const isDead = ({ status }: Record<string, unknown>): boolean => dead.includes(String(status));
const kinOf = (number: string, record: Record<string, unknown>): Kin => ({
  ...{ number, name: text(record.name) ?? "", father: text(record.father), mother: text(record.mother) },
  diedOn: isDead(record) ? (text(record.statusOn) ?? "") : null,
});

/**
 * Whose heir by blood a person is besides their parents': that of children, brothers and sisters, grandchildren and grandparents who have died. The
 * household register is asked, person by person, and only beyond those who have died.
 */
export async function estatesOf(offices: Asked, nationalId: string, matter: string): Promise<Estate[]> {
  const known = new Map<string, Kin>();
  const asked = new Set<string>();
  /** What was not asked is not known: then nobody is an heir. */
  let isWhole = true;
  const mayAsk = (question: string): boolean => {
    if (asked.has(question)) return false;
    if (asked.size >= mostAsked) isWhole = false;
    else asked.add(question);
    return isWhole;
  };
  const person = async (number: string | null): Promise<Kin | null> => {
    if (number === null) return null;
    if (!known.has(number) && mayAsk(number)) {
      const record = await offices.kin(number, matter);
      if (record) known.set(number, kinOf(number, record));
    }
    return known.get(number) ?? null;
  };
  const childrenOf = async (number: string | null): Promise<Kin[]> => {
    if (number === null) return [];
    if (mayAsk(`children of ${number}`))
      for (const { key, record } of await offices.childrenOf(number, matter))
        if (!known.has(key)) known.set(key, kinOf(key, record));
    return [...known.values()].filter(({ father, mother }) => father === number || mother === number);
  };
  /** Everybody on whom it depends who inherits: nothing is asked beyond a relative who lives. */
  const learn = async (one: Kin): Promise<void> => {
    const line = await childrenOf(one.number);
    for (const next of line)
      if (next.diedOn !== null) line.push(...(await childrenOf(next.number)).filter((of) => !line.includes(of)));
    for (const number of [one.father, one.mother]) {
      const parent = await person(number);
      if (parent?.diedOn === null) continue;
      await childrenOf(number);
      await Promise.all([person(parent?.father ?? null), person(parent?.mother ?? null)]);
    }
  };
  const own = await person(nationalId);
  if (!own) return [];
  const parents = (await Promise.all([person(own.father), person(own.mother)])).filter((one) => one !== null);
  const above = parents.filter(({ diedOn }) => diedOn !== null).flatMap(({ father, mother }) => [father, mother]);
  const near: Kin[] = [];
  for (const number of above) near.push(...[await person(number)].filter((one) => one !== null));
  for (const parent of parents) near.push(...(await childrenOf(parent.number)));
  const children = await childrenOf(nationalId);
  near.push(...children);
  for (const child of children) near.push(...(await childrenOf(child.number)));
  const deceased = [...new Map(near.map((one) => [one.number, one])).values()].filter(({ diedOn }) => diedOn !== null);
  const found: Estate[] = [];
  for (const one of deceased) {
    await learn(one);
    if (heirsOf(one, [...known.values()]).includes(nationalId)) found.push({ number: one.number, name: one.name });
  }
  return isWhole ? found : [];
}
