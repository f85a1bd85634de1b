import type { PeopleApi } from "@troad/people/api";
import type { Session } from "@troad/web";
import { passbookFailure } from "./errors.ts";
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

type Parts = { people: Pick<PeopleApi, "inForce">; offices: Pick<Offices, "person" | "spouseBefore">; now: () => number };
const service = "tax-passbook";
const kin = ["father", "mother", "spouse"] as const;
const dead = ["dead", "declared-dead"];
const keptMs = 600_000;
const mostKept = 500;

/** Who may see whose taxes. Kin is asked of the household register, which they see, and not again for ten minutes. */
export function openWhose({ people, offices, now }: Parts) {
  const known = new Map<string, { at: number; heirs: Whose[] }>();
  const heirOf = async (subject: string, nationalId: string): Promise<Whose[]> => {
    const kept = known.get(subject);
    if (kept && now() - kept.at < keptMs) return kept.heirs;
    const own = await offices.person(nationalId);
    // a death ends the marriage in the register: only former versions still name who died
    const spouse = own?.maritalStatus === "widowed" ? await offices.spouseBefore(nationalId) : null;
    const numbers = kin.flatMap((relation) => {
      const number = relation === "spouse" ? (own?.spouse ?? spouse) : own?.[relation];
      return typeof number === "string" ? [{ relation, number }] : [];
    });
    const found = await Promise.all(
      numbers.map(async ({ relation, number }): Promise<Whose[]> => {
        const person = await offices.person(number);
        if (!person || !dead.includes(String(person.status))) return [];
        return [{ id: `heir-${relation}`, kind: "heir", number, name: String(person.name ?? ""), subject }];
      }),
    );
    const heirs = found.flat();
    if (known.size >= mostKept) known.delete(known.keys().next().value!);
    known.set(subject, { at: now(), heirs });
    return heirs;
  };
  const mandates = async (subject: string): Promise<Whose[]> =>
    (await people.inForce({ holder: subject, service })).map(({ id, kind, principal }) => ({
      ...{ id, kind, number: principal.number, name: principal.name, subject },
    }));
  return {
    /** All whose taxes a person may see besides their own. */
    others: async ({ subject }: Session, nationalId: string): Promise<Whose[]> => [
      ...(await mandates(subject)),
      ...(await heirOf(subject, nationalId)),
    ],
    /** Throws `passbook.not-yours`. */
    of: async ({ subject, name }: Session, nationalId: string, id: string): Promise<Whose> => {
      if (id === "") return { id, kind: "own", number: nationalId, name, subject };
      const others = id.startsWith("heir-") ? await heirOf(subject, nationalId) : await mandates(subject);
      const found = others.find((one) => one.id === id);
      if (!found) throw passbookFailure("passbook.not-yours");
      return found;
    },
  };
}
export type WhoseTaxes = ReturnType<typeof openWhose>;
