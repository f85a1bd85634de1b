import type { DataSet, Represented } from "@troad/directory";
import type { EidApi } from "@troad/eid/api";
import { failures, type ModuleContext } from "@troad/kernel";
import { roadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import type { Downloads } from "../downloads/downloads.ts";
import { type Company, companyIn } from "./represented.ts";

const fail = failures({ "mydata.not-representative": 403, "mydata.register-away": 503 });
const prefix = "business:";
/** A business is named among subjects by its number, as mandates name it. */
export const subjectOfBusiness = (number: string): string => `${prefix}${number}`;
export const businessOf = (subject: string): string | undefined =>
  subject.startsWith(prefix) ? subject.slice(prefix.length) : undefined;

export type OwnCompany = { number: string; name: string };
export type Companies = ReturnType<typeof openCompanies>;
type Parts = {
  eid: Pick<EidApi, "person" | "personOfNumber">;
  downloads: Pick<Downloads, "fetchFor" | "sets">;
  /** CLASS/MEMBER of the platform, whose gateway asks, and its subsystem. */
  member: string;
  consumer: string;
  instance: string;
};
type OfBusiness = DataSet & { represented: Represented };

/** Who represents a business now, for the matter of a request or consent: the register is asked each time, so that who has left cannot act for it any more. */
export function openCompanies(ctx: ModuleContext, { eid, downloads, member, consumer, instance }: Parts) {
  const sets = downloads.sets.filter((set): set is OfBusiness => set.represented !== undefined);

  async function find(number: string, matter: string): Promise<Company | undefined> {
    const gateway = await ctx.use(roadApi).consumerUrl(member);
    for (const [provider, { represented }] of new Map(sets.map((set) => [set.provider, set]))) {
      const { by, names, jointly, name, standing } = represented;
      const reply = await askRegister(gateway, {
        ...{ target: `/r1/${provider}/find`, client: consumer, consent: null, issue: matter },
        exchangeId: `${instance}-mydata-representatives-${ctx.ids.uuid()}`,
        body: { key: number, fields: [name, standing, jointly, ...by, ...names] },
      });
      if (!reply.ok) throw fail("mydata.register-away", {}, reply.code);
      if (reply.answer.found === true) return companyIn(represented, number, reply.answer.record as Record<string, unknown>);
    }
    return undefined;
  }
  /** The business, if it may act and this person represents it now. A business that is not there is answered as another's. */
  async function represent(number: string, nationalId: string | null, matter: string): Promise<Company> {
    const company = /^\d{8}$/.test(number) ? await find(number, matter) : undefined;
    if (!company?.active || nationalId === null || !company.representatives.some((one) => one.nationalId === nationalId))
      throw fail("mydata.not-representative");
    return company;
  }

  return {
    /** National ids of those who signed. */
    numbersOf: async (signatures: readonly { signer: string }[]): Promise<string[]> =>
      (await Promise.all(signatures.map(({ signer }) => eid.person(signer)))).flatMap((one) => one?.nationalId ?? []),
    isOfBusiness: (set: string): boolean => sets.some(({ id }) => id === set),
    find,
    represent,
    /** The same by subject, as sessions and signatures name people. */
    representBy: async (number: string, subject: string, matter: string): Promise<Company> =>
      represent(number, (await eid.person(subject))?.nationalId ?? null, matter),
    /** Subjects of those who represent it now, as far as they have an eID. */
    subjectsOf: async (number: string, matter: string): Promise<string[]> => {
      const company = await find(number, matter);
      const found = await Promise.all((company?.representatives ?? []).map(({ nationalId }) => eid.personOfNumber(nationalId)));
      return found.flatMap((person) => person?.subject ?? []);
    },
    /** The businesses that a person represents first, under consents of theirs; the same id is answered again as it was. */
    ofPerson: async (asked: { id: string; subject: string; nationalId: string; purpose: string }): Promise<OwnCompany[]> => {
      const { id, subject, nationalId, purpose } = asked;
      const narrow = sets.map((set) => ({ ...set, fields: set.fields.filter(({ name }) => ["number", "name"].includes(name)) }));
      const purposes = Object.fromEntries(narrow.map((set) => [set.id, purpose]));
      const fetched = await downloads.fetchFor({ id, subject, nationalId, sets: narrow, purposes });
      if (fetched.some(({ code }) => code !== 200 && code !== 204)) throw fail("mydata.register-away");
      return fetched.flatMap(({ records }) =>
        records.map(({ number, name }) => ({ number: String(number), name: String(name) })),
      );
    },
  };
}
