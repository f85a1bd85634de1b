import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";
import type { Log } from "../logging/log.ts";
import { exactly, type OfferedApi, offerApi, textUpTo } from "../remote/api.ts";
import { clientOf, type Invoke } from "../remote/client.ts";
import { within } from "./patience.ts";

const key = Type.String({ minLength: 1, maxLength: 100 });
const params = Type.Optional(
  Type.Record(Type.String({ maxLength: 100 }), Type.Union([Type.String({ maxLength: 500 }), Type.Number()]), {
    maxProperties: 20,
  }),
);
const href = Type.String({ minLength: 1, maxLength: 600 });
const sectionSchema = Type.Object({
  /** The person's tasks; texts are keys of the module's own text/. `due` is a day, `YYYY-MM-DD`. */
  tasks: Type.Array(
    Type.Object({ text: key, params, href, due: Type.Optional(Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" })) }),
    { maxItems: 20 },
  ),
  /** Tiles with the person's data, each with a number if there is one. */
  tiles: Type.Array(
    Type.Object({
      title: key,
      href,
      order: Type.Number(),
      count: Type.Optional(Type.Integer({ minimum: 0 })),
      text: Type.Optional(key),
      params,
    }),
    { maxItems: 20 },
  ),
});

/** A module's section of a person's own page. Addresses are the module's own; `portal:/` leads to the portal. */
export type OwnSection = Static<typeof sectionSchema>;
/** The person is identified only by the opaque subject. */
export type OwnSections = (person: { subject: string }) => Promise<OwnSection>;
/** The sections of all modules that run here or are configured; a module that is away or too slow is listed as such. */
export type GatheredSection = { module: string } & ({ section: OwnSection } | { missing: "away" | "slow" });
export type Sections = (person: { subject: string }) => Promise<GatheredSection[]>;

/** What a module whose manifest says `me` offers beside its api to those whose manifest says `showsMe`. */
type SectionsApi = { $me(person: { subject: string }): Promise<OwnSection> };
const calls = { $me: [exactly({ subject: textUpTo(100) })] } as const;

export const isSectionsMethod = (method: string): boolean => Object.hasOwn(calls, method);

const nothing: OwnSection = { tasks: [], tiles: [] };

export const offerSections = (module: string, own: OwnSections | undefined): OfferedApi => {
  const api: SectionsApi = { $me: async (person) => (own ? own(person) : nothing) };
  return offerApi({ module, calls }, api);
};

/** How long a person waits for a section; after that the page is shown without. */
const patienceMs = 1_500;
const fits = Compile(sectionSchema);

/** Asks all modules at once. If one is away, slow or gives an invalid answer, only its own section is missing. */
export const gatherSections =
  (parts: { modules: readonly string[]; invoke: Invoke; log: Pick<Log, "info"> }, waitMs = patienceMs): Sections =>
  (person) => {
    const ask = async (module: string): Promise<GatheredSection> => {
      const asked = clientOf<SectionsApi>(module, parts.invoke)
        .$me(person)
        .then((section): GatheredSection => {
          if (!fits.Check(section)) throw new TypeError("a section of another form");
          return { module, section };
        })
        .catch((error: unknown): GatheredSection => {
          parts.log.info({ err: error, module }, "a section of a person's page was not had");
          return { module, missing: "away" };
        });
      return within<GatheredSection>(waitMs, asked, { module, missing: "slow" });
    };
    return Promise.all(parts.modules.map(ask));
  };
