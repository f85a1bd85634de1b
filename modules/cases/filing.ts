import type { DocumentsApi } from "@troad/documents/api";
import type { EidApi } from "@troad/eid/api";
import { representationsOf } from "@troad/flow";
import { isSameName } from "@troad/forms";
import type { MandateInForce, PeopleApi } from "@troad/people/api";
import type { CasesApi } from "./api.ts";
import type { ActingPerson } from "./domain/act.ts";
import { caseFailure } from "./domain/errors.ts";
import type { LoadedService, Services } from "./domain/services.ts";
import type { Access } from "./engine/access.ts";
import type { Drafts } from "./engine/drafts.ts";

type Parts = {
  services: Services;
  drafts: Pick<Drafts, "begin" | "submit" | "view">;
  people: Pick<PeopleApi, "inForce">;
  eid: Pick<EidApi, "personOfNumber">;
  documents: Pick<DocumentsApi, "list">;
  access: Access;
  /** Roles of content whose holders file at the counter. */
  counterRoles: ReadonlySet<string>;
};

/** Beginning an application: for oneself, or by mandate for someone else, whose case it then is. */
export function caseFiling(parts: Parts): Pick<CasesApi, "open" | "principals" | "openAtCounter" | "fileAtCounter"> {
  const { services, drafts, people, eid, documents, access } = parts;
  const taken = (service: string) => representationsOf(services.get(service).flow);
  const heldIn = async (service: string, holder: string): Promise<MandateInForce[]> =>
    (await people.inForce({ holder, service })).filter(({ principal }) => principal.subject !== holder);
  return {
    open: async ({ mandate, ...own }) => {
      if (services.get(own.service).definition.counterOnly) throw caseFailure("case.only-at-counter");
      if (mandate === undefined) return drafts.begin({ ...own, onBehalf: null });
      const held = (await heldIn(own.service, own.subject)).find(({ id }) => id === mandate);
      if (!held) throw caseFailure("case.mandate-ended");
      if (!taken(own.service).includes(held.kind)) throw caseFailure("case.not-represented");
      const { subject, number, name } = held.principal;
      const onBehalf = { subject: own.subject, name: own.name, as: held.kind, mandate };
      return drafts.begin({ service: own.service, subject, nationalId: number, name, onBehalf });
    },
    openAtCounter: async ({ service, nationalId, name, officer }) => {
      const { role, area } = requireCounter(parts, service, officer);
      const known = await eid.personOfNumber(nationalId);
      if (known && !isSameName(known.name, name)) throw caseFailure("case.person-unknown");
      // an officer's own application is another officer's to file
      if (known?.subject === officer.subject) throw caseFailure("case.not-at-counter");
      const post = area === null ? {} : { post: { role, area } };
      const onBehalf = { subject: officer.subject, name: officer.name, as: "counter" as const, ...post };
      return drafts.begin({ service, subject: known?.subject ?? null, nationalId, name: known?.name ?? name, onBehalf });
    },
    fileAtCounter: async ({ id, officer, paper }) => {
      const row = await access.open({ id, subject: officer.subject });
      const { onBehalf } = await drafts.view(row);
      if (onBehalf?.as === "phone") {
        requirePhone(parts, row.service, officer);
        return drafts.submit({ id, subject: officer.subject });
      }
      requireCounter(parts, row.service, officer);
      const stored = await documents.list({ folder: id });
      const files = stored.filter((file) => paper.includes(file.id));
      return drafts.submit({ id, subject: officer.subject, paper: files });
    },
    principals: async ({ service, subject }) => {
      const kinds = taken(service);
      if (kinds.length === 0) return [];
      const held = (await heldIn(service, subject)).filter(({ kind }) => kinds.includes(kind));
      return held.map(({ id, kind, principal }) => ({ mandate: id, kind, name: principal.name }));
    },
  };
}

/** On the telephone a service is applied for at its agency, where content says so. */
export const takesByPhone = ({ phone, agency }: LoadedService["definition"], office: string): boolean =>
  phone === true && agency === office;

/** An officer of an office that takes it by telephone. */
export function requirePhone(
  { services, counterRoles }: Pick<Parts, "services" | "counterRoles">,
  service: string,
  { posts }: ActingPerson,
): void {
  const { definition } = services.get(service);
  if (!posts.some(({ role, agency }) => counterRoles.has(role) && takesByPhone(definition, agency)))
    throw caseFailure("case.not-by-phone");
}

/** At the counter of its agency a service is applied for if a rule keeps what was signed there. */
export const takesAtCounter = ({ documents, agency }: LoadedService["definition"], office: string): boolean =>
  agency === office && documents !== undefined;

/** The post by which an officer files it: of several the one with the widest area. */
function requireCounter(
  { services, counterRoles }: Parts,
  service: string,
  { posts }: ActingPerson,
): ActingPerson["posts"][number] {
  const { definition } = services.get(service);
  const [post] = posts
    .filter(({ role, agency }) => counterRoles.has(role) && takesAtCounter(definition, agency))
    .sort((a, b) => (a.area?.length ?? 0) - (b.area?.length ?? 0));
  if (!post) throw caseFailure("case.not-at-counter");
  return post;
}
