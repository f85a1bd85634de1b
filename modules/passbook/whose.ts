import { CodedError } from "@troad/kernel";
import type { PeopleApi } from "@troad/people/api";
import type { Session } from "@troad/web";
import { passbookFailure } from "./errors.ts";
import { estatesOf, isDead } from "./family.ts";
import type { Offices } from "./offices.ts";

/** Whose taxes a page shows, and by what right: one's own, by a mandate, or as an heir (稅捐稽徵法 §14, §33). */
export type Whose = {
  /** In addresses: empty for one's own, the mandate, or the kin. */
  id: string;
  kind: "own" | "agent" | "parent" | "guardian" | "representative" | "heir";
  number: string;
  name: string;
  subject: string;
};

/** `complete`: the household register said whose heir the person is. */
export type Others = { list: readonly Whose[]; complete: boolean };

/** Numbers one look into the passbook, for which offices and the household register are then asked. */
export type Inspect = (subject: string) => Promise<string>;

type Parts = {
  people: Pick<PeopleApi, "inForce">;
  offices: Pick<Offices, "person" | "spouseBefore" | "kin" | "childrenOf">;
  /** A keyed hash: no number of a person stands in an address. */
  keyOf: (number: string) => string;
  now: () => number;
  inspect: Inspect;
};
const service = "tax-passbook";
const kin = ["father", "mother", "spouse"] as const;
const keptMs = 600_000;
const mostKept = 500;

const idOf = (key: string): string => key.replaceAll(/[^A-Za-z0-9]/g, "").slice(0, 20);

/** Who may see whose taxes. Kin is asked of the household register, which they see, and once it has answered not again for ten minutes. */
export function openWhose({ people, offices, keyOf, now, inspect }: Parts) {
  const known = new Map<string, { at: number; heirs: Whose[] }>();
  const heirOf = async (subject: string, nationalId: string): Promise<Whose[]> => {
    const kept = known.get(subject);
    if (kept && now() - kept.at < keptMs) return kept.heirs;
    const matter = await inspect(subject);
    const own = await offices.person(nationalId, matter);
    // a death ends the marriage in the register: only former versions still name who died
    const spouse = own?.maritalStatus === "widowed" ? await offices.spouseBefore(nationalId, matter) : null;
    const numbers = kin.flatMap((relation) => {
      const number = relation === "spouse" ? (own?.spouse ?? spouse) : own?.[relation];
      return typeof number === "string" ? [{ relation, number }] : [];
    });
    const found = await Promise.all(
      numbers.map(async ({ relation, number }): Promise<Whose[]> => {
        const person = await offices.person(number, matter);
        if (!person || !isDead(person)) return [];
        return [{ id: `heir-${relation}`, kind: "heir", number, name: String(person.name ?? ""), subject }];
      }),
    );
    const heirs = found.flat();
    if (known.size >= mostKept) known.delete(known.keys().next().value!);
    known.set(subject, { at: now(), heirs });
    return heirs;
  };
  /** The family beyond parents and spouse, asked only when the person wants it: what was found stays for ten minutes as well. */
  const further = new Map<string, { at: number; heirs: Whose[] }>();
  const furtherOf = (subject: string): Whose[] | null => {
    const kept = further.get(subject);
    return kept && now() - kept.at < keptMs ? kept.heirs : null;
  };
  const look = async (subject: string, nationalId: string): Promise<Whose[]> => {
    const kept = furtherOf(subject);
    if (kept) return kept;
    const heirs = (await estatesOf(offices, nationalId, await inspect(subject))).map(
      ({ number, name }): Whose => ({ id: `heir-${idOf(keyOf(number))}`, kind: "heir", number, name, subject }),
    );
    if (further.size >= mostKept) further.delete(further.keys().next().value!);
    further.set(subject, { at: now(), heirs });
    return heirs;
  };
  const mandates = async (subject: string): Promise<Whose[]> =>
    (await people.inForce({ holder: subject, service })).map(({ id, kind, principal }) => ({
      ...{ id, kind, number: principal.number, name: principal.name, subject },
    }));
  const heirsBy = (id: string, subject: string, nationalId: string): Promise<Whose[]> =>
    kin.some((relation) => id === `heir-${relation}`) ? heirOf(subject, nationalId) : look(subject, nationalId);
  return {
    /** All whose taxes a person may see besides their own, as far as they are known now. */
    others: async ({ subject }: Session, nationalId: string): Promise<Others> => {
      const byMandate = await mandates(subject);
      const found = furtherOf(subject) ?? [];
      try {
        return { list: [...byMandate, ...(await heirOf(subject, nationalId)), ...found], complete: true };
      } catch (error) {
        if (!(error instanceof CodedError) || error.code !== "passbook.office-away") throw error;
        return { list: [...byMandate, ...found], complete: false };
      }
    },
    /** Looks for others of the family who died and whose heir the person is; gives how many. Throws `passbook.office-away`. */
    lookForEstates: async ({ subject }: Session, nationalId: string): Promise<number> => (await look(subject, nationalId)).length,
    /** Throws `passbook.not-yours`. */
    of: async ({ subject, name }: Session, nationalId: string, id: string): Promise<Whose> => {
      if (id === "") return { id, kind: "own", number: nationalId, name, subject };
      const others = id.startsWith("heir-") ? await heirsBy(id, subject, nationalId) : await mandates(subject);
      const found = others.find((one) => one.id === id);
      if (!found) throw passbookFailure("passbook.not-yours");
      return found;
    },
  };
}
export type WhoseTaxes = ReturnType<typeof openWhose>;
