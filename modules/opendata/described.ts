import { createHmac } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { instant, isUuid, type ModuleContext } from "@troad/kernel";
import Type from "typebox";
import { Value } from "typebox/value";
import { opendataFailure } from "./domain/errors.ts";
import { categories } from "./domain/record.ts";
import { type DescribedRow, described, insertDescribed, type Kind, lockDescribed, publishers } from "./store/described.ts";

/** What is kept of a group, an organisation or a user of another catalogue: words, and nothing of a person. */
export type Description = {
  title: string;
  description: string;
  image_url: string;
  state: "active" | "deleted";
  extras: { key: string; value: string }[];
};
/** `own`: it is there without anybody's writing. */
export type Entity = Description & { kind: Kind; id: string; name: string; created: string; own: boolean };
export type Directory = ReturnType<typeof openDirectory>;

const text = (most: number) => Type.String({ maxLength: most });
const schema = Type.Object({
  title: text(200),
  description: text(4_000),
  image_url: Type.String({ maxLength: 500, pattern: "^(https://\\S*)?$" }),
  state: Type.Union([Type.Literal("active"), Type.Literal("deleted")]),
  extras: Type.Array(Type.Object({ key: text(100), value: text(2_000) }, { additionalProperties: false }), { maxItems: 50 }),
});
const wordsOf = ({ title, description, image_url, state, extras }: Description): Description => ({
  ...{ title, description, image_url, state },
  extras: extras.map(({ key, value }) => ({ key, value })),
});
const isName = (name: string): boolean => /^[a-z0-9][a-z0-9_-]{1,98}$/.test(name);
const most = 1_000;
const began = "2026-01-01T00:00:00.000Z";

type Parts = Pick<ModuleContext, "db" | "clock" | "ids"> & {
  agencies: readonly string[];
  secret: string;
  /** The name of a category or an agency in the language of most of the catalogue. */
  named(kind: Kind, id: string): string;
};

/**
 * Groups, organisations and users as programs of other catalogues read and write them. Categories are groups and agencies are organisations;
 * who published is a user without a name. What others say of them is kept in versions.
 */
export function openDirectory({ db, clock, ids, agencies, secret, named }: Parts) {
  const plain = { description: "", image_url: "", state: "active" as const, extras: [] };
  const own = (kind: Kind, name: string): Entity => ({
    ...{ kind, id: name, name, title: named(kind, name), created: began, own: true },
    ...plain,
  });
  /** Not to be traced to the person, and the same each time. */
  const publisherName = (subject: string, agency: string): string =>
    `publisher-${createHmac("sha256", secret).update(`${agency} ${subject}`).digest("hex").slice(0, 16)}`;

  async function ownOf(kind: Kind): Promise<Entity[]> {
    if (kind === "group") return categories.map((one) => own(kind, one));
    if (kind === "organization") return agencies.map((one) => own(kind, one));
    return (await publishers(db)).map(({ subject, agency, sets, since }) => ({
      ...own(kind, publisherName(subject, agency)),
      title: named(kind, agency),
      created: since,
      extras: [
        { key: "organization", value: agency },
        { key: "number_created_packages", value: String(sets) },
      ],
    }));
  }
  const written = ({ kind, id, name, record, at }: DescribedRow): Entity[] =>
    Value.Check(schema, record) ? [{ kind, id, name, created: at, own: false, ...(record as Description) }] : [];

  async function list(kind: Kind): Promise<Entity[]> {
    const rows = (await described(db, { kind, limit: most })).flatMap(written);
    const named = new Map([...(await ownOf(kind)), ...rows].map((one) => [one.name, one]));
    return [...named.values()].filter(({ state }) => state === "active").toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
  async function find(kind: Kind, asked: string): Promise<Entity | undefined> {
    const [row] = (await described(db, { kind, one: asked.slice(0, 100), limit: 1 })).flatMap(written);
    return row ?? (await ownOf(kind)).find(({ id, name }) => id === asked || name === asked);
  }

  return {
    list,
    find,
    /** Writes a new version, of a new one or of one that is there. Agencies are content: what is said of one is its own officers' to say. */
    async write(
      kind: Kind,
      asked: { id: string; name: string; isNew: boolean } & Omit<Description, "state"> & { state: string },
      { agency, by }: { agency: string; by: string },
    ): Promise<Entity> {
      const { id, name: given, isNew, ...words } = asked;
      const before = await find(kind, id || given);
      const name = before?.name ?? given;
      if (!isName(name)) throw opendataFailure("opendata.record-invalid", { field: "name" });
      const record = { ...words, extras: words.extras.map(({ key, value }) => ({ key, value })) };
      const [wrong] = [...Value.Errors(schema, record)];
      if (wrong) throw opendataFailure("opendata.record-invalid", { field: wrong.instancePath.split("/")[1] ?? "name" });
      // what was dumped and comes back as it is changes nothing
      if (!isNew && before && isDeepStrictEqual(record, wordsOf(before))) return before;
      if (isNew && before) throw opendataFailure("opendata.name-taken");
      if (!isNew && !before) throw opendataFailure("opendata.not-found");
      // categories are this catalogue's own
      if (kind === "group" && before?.own) throw opendataFailure("opendata.key-invalid");
      if (kind === "organization" && (!before || name !== agency)) throw opendataFailure("opendata.key-invalid");
      const [former] = await described(db, { kind, one: name, limit: 1 });
      if (former && former.agency !== agency) throw opendataFailure("opendata.key-invalid");
      const key = before?.id ?? (isUuid(id) ? id : ids.uuid());
      const at = instant(clock);
      await db.tx(async (tx) => {
        await lockDescribed(tx, kind, name);
        await insertDescribed(tx, { kind, name, id: key, record, agency, by, at });
        await tx.audit({ actor: by, action: `opendata.${kind}-described`, target: name, detail: { agency } });
      });
      return (await find(kind, name))!;
    },
  };
}
