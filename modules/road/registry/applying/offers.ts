import type { Applying } from "@troad/flow";
import type { Offer } from "@troad/forms";
import { kernelFailure } from "@troad/kernel";
import type { OperationsOf } from "../../pages/parts.ts";
import type { CatalogueEntry, Services } from "../catalogue.ts";
import type { Roster, RosterMember } from "../members/roster.ts";
import type { OwnMembers } from "./own.ts";

type Parts = {
  instance: string;
  own: OwnMembers;
  roster: Pick<Roster, "all">;
  services: Pick<Services, "find" | "search">;
  operations: OperationsOf;
  languages: readonly string[];
};
type Query = { of: string; by: Applying; given: Record<string, string[]> };
type List = (parts: Parts, query: Query) => Offer[] | Promise<Offer[]>;

const most = 2_000;
const firstGiven = ({ given }: Query): string => Object.values(given)[0]?.[0] ?? "";
const also = (text: Record<string, string>, more: string): Record<string, string> =>
  Object.fromEntries(Object.entries(text).map(([lang, one]) => [lang, `${one} ${more}`]));
const memberOffer = ({ member, name }: RosterMember): Offer => ({ value: member, text: also(name, member) });
const all = ({ services }: Parts): CatalogueEntry[] => services.search({ text: "", after: null, limit: most });

/** What forms of services of content may offer about the road, by name. */
const lists: Record<string, List> = {
  "road.own-member": ({ own }, { by }) => own(by).map(memberOffer),
  "road.own-subsystem": ({ own, instance }, { by }) =>
    own(by).flatMap(({ member, name, subsystems }) =>
      subsystems.map((code) => ({ value: `${instance}/${member}/${code}`, text: also(name, code) })),
    ),
  /** Agencies that offer data. */
  "road.holder": (parts) => {
    const holders = new Set(all(parts).map(({ agency }) => agency));
    return parts.roster
      .all()
      .filter(({ agency }) => holders.has(agency))
      .map(({ agency, name }) => ({ value: agency, text: name }));
  },
  "road.service": (parts, query) =>
    all(parts)
      .filter(({ agency }) => agency === firstGiven(query))
      .map(({ provider, name }) => ({ value: provider, text: name })),
  "road.field": ({ services }, query) =>
    (services.find(firstGiven(query))?.fields ?? []).map(({ name, label }) => ({ value: name, text: label })),
  "road.operation": async ({ operations, languages }, query) => {
    const described = await Promise.all(
      languages.map(async (lang) => [lang, await operations(firstGiven(query), lang)] as const),
    );
    const [[, known = []] = []] = described;
    return known.map(({ method, path }, at) => ({
      value: `${method} ${path}`,
      text: Object.fromEntries(described.map(([lang, one]) => [lang, `${method} ${path} ${one[at]?.summary ?? ""}`.trimEnd()])),
    }));
  },
};

export const offersOf =
  (parts: Parts) =>
  async (query: Query): Promise<Offer[]> => {
    const list = Object.hasOwn(lists, query.of) ? lists[query.of] : undefined;
    if (!list) throw kernelFailure("request.invalid", { reason: query.of });
    return list(parts, query);
  };
