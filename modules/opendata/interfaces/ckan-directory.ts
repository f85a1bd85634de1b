import type { FastifyRequest } from "fastify";
import type { Directory, Entity } from "../described.ts";
import { opendataFailure } from "../domain/errors.ts";
import type { Kind } from "../store/described.ts";
import type { Body } from "./ckan-record.ts";
import type { InterfaceParts } from "./parts.ts";

type Action = (parts: InterfaceParts, body: Body, request: FastifyRequest) => Promise<unknown>;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const isTrue = (value: unknown): boolean => value === true || /^true$/i.test(text(value));

/** A group or an organisation as CKAN shows it. */
const groupDict = ({ kind, id, name, title, description, image_url, state, created, extras }: Entity, sets: number) => ({
  ...{ id, name, title, description, image_url, state, created },
  display_name: title,
  type: kind,
  is_organization: kind === "organization",
  approval_status: "approved",
  package_count: sets,
  num_followers: 0,
  extras: extras.map((one) => ({ ...one, state: "active" })),
  users: [],
  groups: [],
  tags: [],
});
/** A user as CKAN shows it: who publishes, without a name or an address. */
const userDict = ({ id, name, title, description, image_url, state, created, extras }: Entity) => ({
  ...{ id, name, image_url, state, created },
  display_name: title,
  fullname: title,
  about: description,
  sysadmin: false,
  activity_streams_email_notifications: false,
  number_created_packages: Number(extras.find(({ key }) => key === "number_created_packages")?.value ?? 0),
});

async function dictOf({ catalogue }: InterfaceParts, one: Entity) {
  if (one.kind === "user") return userDict(one);
  const by =
    one.kind === "organization" ? { agency: one.name } : one.own ? { category: one.name } : { words: `group:${one.name}` };
  return groupDict(one, await catalogue.count(by));
}

/** What a body says of one, over what was said before. Passwords, addresses and members are not read. */
function wordsOf({ agencies, agencyName }: InterfaceParts, kind: Kind, body: Body, before: Entity | undefined) {
  // a full name is kept where it is the name of an agency: of a person none is
  const nameless = (name: string): string => (agencies.some((id) => agencyName("zh-Hant", id) === name) ? name : "");
  const said = (names: readonly string[], otherwise: string): string => {
    const name = names.find((one) => typeof body[one] === "string");
    return name === undefined ? otherwise : text(body[name]);
  };
  const extras = Array.isArray(body.extras)
    ? body.extras.flatMap((one: { key?: unknown; value?: unknown } | null) =>
        typeof one?.key === "string" && typeof one.value === "string" ? [{ key: one.key, value: one.value }] : [],
      )
    : (before?.extras ?? []);
  return {
    title:
      kind === "user" ? nameless(said(["fullname"], before?.title ?? "")) : said(["title", "display_name"], before?.title ?? ""),
    description: said(kind === "user" ? ["about"] : ["description"], before?.description ?? ""),
    image_url: said(["image_url"], before?.image_url ?? ""),
    state: said(["state"], before?.state ?? "active"),
    extras: kind === "user" ? (before?.extras ?? []) : extras,
  };
}

const found = async (directory: Directory, kind: Kind, body: Body): Promise<Entity> => {
  const one = await directory.find(kind, text(body.id) || text(body.name));
  if (!one) throw opendataFailure("opendata.not-found");
  return one;
};

const actionsOf = (kind: Kind): Record<string, Action> => ({
  [`${kind}_list`]: async (parts, body) => {
    const all = await parts.directory.list(kind);
    const start = Math.max(0, Number(body.offset ?? 0) || 0);
    const page = all.slice(start, start + Math.min(Number(body.limit ?? 1_000) || 1_000, 1_000));
    // users are told whole unless only names are asked for, the others the other way round: as CKAN does
    const whole = kind === "user" ? body.all_fields === undefined || isTrue(body.all_fields) : isTrue(body.all_fields);
    return whole ? Promise.all(page.map((one) => dictOf(parts, one))) : page.map(({ name }) => name);
  },
  [`${kind}_show`]: async (parts, body) => dictOf(parts, await found(parts.directory, kind, body)),
  [`${kind}_create`]: async (parts, body, request) => {
    const by = await parts.keys.writer(request);
    const asked = { id: text(body.id), name: text(body.name), isNew: true, ...wordsOf(parts, kind, body, undefined) };
    return dictOf(parts, await parts.directory.write(kind, asked, by));
  },
  [`${kind}_update`]: async (parts, body, request) => {
    const by = await parts.keys.writer(request);
    const before = await found(parts.directory, kind, body);
    const asked = { id: before.id, name: before.name, isNew: false, ...wordsOf(parts, kind, body, before) };
    return dictOf(parts, await parts.directory.write(kind, asked, by));
  },
});

/** Groups, organisations and users: what ckanapi dumps of one catalogue and loads into another. */
export const directoryActions: Record<string, Action> = {
  ...actionsOf("group"),
  ...actionsOf("organization"),
  ...actionsOf("user"),
};
for (const kind of ["group", "organization", "user"]) directoryActions[`${kind}_patch`] = directoryActions[`${kind}_update`]!;
