import { keepersOf, keepersSchema, type RoadContent } from "@troad/directory";
import type { Content } from "@troad/kernel";
import Type from "typebox";

/** What content says about a register's service; the register's own module reads the rest. */
const serviceSchema = Type.Object({
  agency: keepersSchema,
  subsystem: Type.String(),
  service: Type.String(),
  legalBasis: Type.String(),
  fields: Type.Array(Type.Object({ name: Type.String(), type: Type.String(), dataClass: Type.String() }), { maxItems: 60 }),
  openapi: Type.Object({ summary: Type.String() }),
});

/** A service as the catalogue shows it. */
export type CatalogueEntry = {
  /** INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE */
  provider: string;
  owner: string;
  agency: string;
  name: Record<string, string>;
  description: Record<string, string>;
  legalBasis: Record<string, string>;
  dataClasses: string[];
  fields: { name: string; type: string; dataClass: string; label: Record<string, string> }[];
  summary: string;
};

export type Services = ReturnType<typeof readServices>;

/** The services that members offer, from the content of their registers. */
export function readServices(content: Content, { instance, agencies }: RoadContent) {
  const entries = content.read("registers", "register.json", serviceSchema).flatMap(({ value, text }): CatalogueEntry[] => {
    const keepers = agencies.filter(({ id }) => keepersOf(value.agency).includes(id));
    const say = (key: string) => Object.fromEntries(Object.entries(text).map(([lang, texts]) => [lang, texts[key] ?? key]));
    return keepers.map((agency) => ({
      provider: `${instance}/${agency.member}/${value.subsystem}/${value.service}`,
      owner: agency.member,
      agency: agency.id,
      name: say("name"),
      description: say("description"),
      legalBasis: say(value.legalBasis),
      dataClasses: [...new Set(value.fields.map(({ dataClass }) => dataClass))],
      fields: value.fields.map(({ name, type, dataClass }) => ({ name, type, dataClass, label: say(`field.${name}`) })),
      summary: value.openapi.summary,
    }));
  });
  entries.sort((a, b) => (a.provider < b.provider ? -1 : 1));
  const byProvider = new Map(entries.map((entry) => [entry.provider, entry]));
  const words = new Map(entries.map((entry) => [entry.provider, searchable(entry)]));
  return {
    find: (provider: string): CatalogueEntry | undefined => byProvider.get(provider),
    /** In order of identifiers, after `after`; every word of `text` occurs in names, descriptions, fields, owner or identifier. */
    search: ({ text, after, limit }: { text: string; after: string | null; limit: number }): CatalogueEntry[] => {
      const wanted = text.toLowerCase().slice(0, 200).split(/\s+/).filter(Boolean);
      return entries
        .filter(
          ({ provider }) => (after === null || provider > after) && wanted.every((word) => words.get(provider)!.includes(word)),
        )
        .slice(0, limit);
    },
  };
}

const searchable = (entry: CatalogueEntry): string =>
  [
    entry.provider,
    entry.summary,
    ...[entry.name, entry.description, ...entry.fields.map(({ label }) => label)].flatMap(Object.values),
  ]
    .join("\n")
    .toLowerCase();
