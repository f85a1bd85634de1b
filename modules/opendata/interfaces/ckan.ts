import { CodedError } from "@troad/kernel";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { opendataFailure } from "../domain/errors.ts";
import type { DataRecord } from "../domain/record.ts";
import type { ResourceRow } from "../publishing.ts";
import { directoryActions } from "./ckan-directory.ts";
import { type Body, recordOf } from "./ckan-record.ts";
import { type FullSet, fileUrl, type InterfaceParts, openly, programs, withFiles } from "./parts.ts";

const number = (value: unknown, otherwise: number, most: number): number => {
  const given = Number(value ?? otherwise);
  return Number.isInteger(given) && given >= 0 ? Math.min(given, most) : otherwise;
};
const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** A resource as CKAN shows it. */
export const resourceDict = (origin: string, set: string, one: ResourceRow) => ({
  id: one.id,
  package_id: one.set,
  name: one.title,
  description: "",
  format: (one.report.format ?? "").toUpperCase(),
  mimetype: one.report.format === "csv" ? "text/csv" : "application/octet-stream",
  size: one.bytes,
  hash: one.sha256,
  url: fileUrl(origin, set, one.id, "original"),
  url_type: "upload",
  datastore_active: one.report.rows > 0,
  created: one.at,
  last_modified: one.publishedAt,
  state: "active",
});

/** A data set as CKAN shows it. */
export function packageDict({ origin, agencyName }: Pick<InterfaceParts, "origin" | "agencyName">, set: FullSet) {
  const { record } = set;
  const extras = {
    openness: record.openness,
    article: record.article ?? "",
    frequency: record.frequency,
    category: record.category,
    badge: set.badge ?? "",
  };
  return {
    id: set.id,
    name: set.name,
    title: record.title["zh-Hant"],
    title_translated: record.title,
    notes: record.description["zh-Hant"],
    notes_translated: record.description,
    license_id: record.licence,
    license_title: record.licence,
    isopen: record.openness === "open",
    private: false,
    state: set.withdrawn === null ? "active" : "deleted",
    type: "dataset",
    metadata_created: set.created,
    metadata_modified: set.modified,
    maintainer: record.contact,
    owner_org: set.agency,
    organization: {
      id: set.agency,
      name: set.agency,
      title: agencyName("zh-Hant", set.agency),
      type: "organization",
      state: "active",
    },
    groups: [record.category, ...(record.groups ?? [])].map((name) => ({ name })),
    tags: record.keywords.map((name) => ({ name, display_name: name, state: "active" })),
    num_tags: record.keywords.length,
    resources: set.resources.map((one) => resourceDict(origin, set.name, one)),
    num_resources: set.resources.length,
    extras: Object.entries({ ...extras, ...record.extras }).map(([key, value]) => ({ key, value })),
  };
}

/** `caller` takes turns with others where a table is asked. */
type Action = (parts: InterfaceParts, body: Body, request: FastifyRequest, caller: string) => Promise<unknown>;

const show = async (parts: InterfaceParts, body: Body) => {
  const [full] = await withFiles(parts, [await parts.catalogue.live(text(body.id) || text(body.name_or_id))]);
  return packageDict(parts, full!);
};

/** A set is in groups that there are. */
async function knownGroups({ directory }: InterfaceParts, record: DataRecord): Promise<DataRecord> {
  for (const name of record.groups ?? [])
    if (!(await directory.find("group", name))) throw opendataFailure("opendata.record-invalid", { field: "groups" });
  return record;
}

const actions: Record<string, Action> = {
  ...directoryActions,
  status_show: async ({ origin }) => ({
    ckan_version: "2.12.0",
    site_title: "T-Road",
    site_url: origin,
    locale_default: "zh_Hant_TW",
    extensions: ["datastore", "dcat"],
  }),
  package_list: async ({ catalogue }, body) =>
    (await catalogue.search({ limit: number(body.limit, 1_000, 1_000), offset: number(body.offset, 0, 10_000_000) })).map(
      ({ name }) => name,
    ),
  current_package_list_with_resources: async (parts, body) => {
    const sets = await parts.catalogue.search({
      limit: number(body.limit, 100, 100),
      offset: number(body.offset, 0, 10_000_000),
    });
    return (await withFiles(parts, sets)).map((set) => packageDict(parts, set));
  },
  package_show: show,
  package_search: async (parts, body) => {
    const agency = /(?:owner_org|organization):"?([a-z0-9-]+)"?/.exec(text(body.fq))?.[1];
    const words = text(body.q)
      .replace(/^\*:\*$/, "")
      .normalize("NFKC")
      .toLowerCase()
      .replace(/\s+/g, " ")
      .trim()
      .slice(0, 200);
    const search = { ...(words && { words }), ...(agency && { agency }) };
    const sets = await parts.catalogue.search({
      ...search,
      limit: number(body.rows, 10, 1_000),
      offset: number(body.start, 0, 10_000_000),
    });
    const results = (await withFiles(parts, sets)).map((set) => packageDict(parts, set));
    return { count: await parts.catalogue.count(search), sort: "metadata_modified desc", facets: {}, search_facets: {}, results };
  },
  resource_show: async ({ publishing, origin }, body) => {
    const { set, resource } = await publishing.resource(uuid(body.id));
    if (set.record.openness !== "open") throw opendataFailure("opendata.not-open");
    return resourceDict(origin, set.name, resource);
  },
  license_list: async () => [
    { id: "OGDL-Taiwan-1.0", title: "政府資料開放授權條款－第1版", url: "https://data.gov.tw/license", status: "active" },
  ],
  datastore_search: async ({ publishing, tables }, body, _, caller) => {
    const { set, resource } = await publishing.resource(uuid(body.resource_id));
    if (set.record.openness !== "open") throw opendataFailure("opendata.not-open");
    const [limit, offset] = [number(body.limit, 100, 10_000), number(body.offset, 0, 1_000_000_000)];
    const fields = Array.isArray(body.fields)
      ? body.fields.map(String)
      : text(body.fields)
          .split(",")
          .filter(Boolean)
          .map((name) => name.trim());
    const found = await tables.search(resource, {
      fields,
      filters: filtersIn(body.filters),
      sort: text(body.sort),
      caller,
      limit,
      offset,
    });
    const records = found.rows.map((row) => Object.fromEntries(found.columns.map(({ name }, at) => [name, row[at]])));
    return {
      resource_id: resource.id,
      fields: found.columns.map(({ name, type }) => ({ id: name, type })),
      records,
      total: found.total,
      limit,
      offset,
      records_format: "objects",
    };
  },
  package_create: async (parts, body, request) => {
    const { agency, by } = await parts.keys.writer(request);
    if (text(body.owner_org) !== "" && body.owner_org !== agency) throw opendataFailure("opendata.key-invalid");
    await parts.catalogue.create({ name: text(body.name), agency, record: await knownGroups(parts, recordOf(body)), by });
    return show(parts, { id: body.name });
  },
  package_update: async (parts, body, request) => {
    const { agency, by } = await parts.keys.writer(request);
    const set = await parts.catalogue.live(text(body.id) || text(body.name));
    if (set.agency !== agency) throw opendataFailure("opendata.key-invalid");
    await parts.catalogue.update({ set, record: await knownGroups(parts, recordOf(body, set.record)), by });
    return show(parts, { id: set.id });
  },
};
actions.package_patch = actions.package_update!;

export function filtersIn(given: unknown): Record<string, string | number | (string | number)[]> {
  if (given === undefined || given === "") return {};
  let value = given;
  try {
    if (typeof given === "string") value = JSON.parse(given);
  } catch {
    throw opendataFailure("opendata.query-invalid");
  }
  const fits = (one: unknown): boolean => typeof one === "string" || typeof one === "number";
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw opendataFailure("opendata.query-invalid");
  for (const one of Object.values(value))
    if (!(fits(one) || (Array.isArray(one) && one.length <= 100 && one.every(fits))))
      throw opendataFailure("opendata.query-invalid");
  return value as Record<string, string | number | (string | number)[]>;
}
const uuid = (value: unknown): string => {
  if (typeof value !== "string" || !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value))
    throw opendataFailure("opendata.not-found");
  return value;
};

const types: Readonly<Record<number, string>> = { 403: "Authorization Error", 404: "Not Found Error", 410: "Not Found Error" };

/** CKAN's action API: what its clients call, in its own form of answers and errors. */
export function ckanRoutes(app: FastifyInstance, parts: InterfaceParts): void {
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    const { action } = request.params as { action: string };
    const help = `${parts.origin}/api/3/action/help_show?name=${encodeURIComponent(action)}`;
    openly(reply).type("application/json; charset=utf-8");
    try {
      const run = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (!run) throw opendataFailure("opendata.not-found");
      const isWrite = /_(create|update|patch|delete)$/.test(action);
      if (isWrite && request.method !== "POST") throw opendataFailure("opendata.query-invalid");
      const caller = isWrite ? "" : await parts.keys.callerName(request);
      const given = (request.method === "POST" ? request.body : request.query) ?? {};
      return { help, success: true, result: await run(parts, given as Body, request, caller) };
    } catch (error) {
      if (!(error instanceof CodedError)) throw error;
      const message = request.t(`error.${error.code}`, error.params);
      reply.code(error.status).header("cache-control", "no-store");
      return { help, success: false, error: { __type: types[error.status] ?? "Validation Error", message, code: error.code } };
    }
  };
  for (const base of ["/api/3/action/:action", "/api/action/:action"]) {
    app.get(base, programs, answer);
    app.post(base, programs, answer);
  }
}
export type { DataRecord };
