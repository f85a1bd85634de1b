import { isUuid } from "@troad/kernel";
import type { FastifyInstance } from "fastify";
import { opendataFailure } from "../domain/errors.ts";
import { filtersIn } from "./ckan.ts";
import { dataOnly, type FullSet, fileUrl, type InterfaceParts, openly, withFiles } from "./parts.ts";

const formats: Readonly<Record<string, string>> = {
  csv: "CSV",
  json: "JSON",
  "json-lines": "JSON",
  geojson: "GeoJSON",
  xlsx: "XLSX",
};

/** A data set as data.gov.tw's interface v2 shows it. */
export function datasetOf({ origin, agencyName }: Pick<InterfaceParts, "origin" | "agencyName">, set: FullSet) {
  const { record } = set;
  return {
    datasetId: set.no,
    identifier: set.id,
    categoryCode: record.category,
    title: record.title["zh-Hant"],
    description: record.description["zh-Hant"],
    type: "rawData",
    license: record.licence,
    cost: record.openness === "open" ? "免費" : "依申請",
    dataProvider: agencyName("zh-Hant", set.agency),
    publisher: agencyName("zh-Hant", set.agency),
    publisherContactName: record.contact,
    updateFrequency: record.frequency,
    dataQuality: set.badge ?? "",
    publishedDate: set.created.slice(0, 10),
    modifiedDate: set.modified.slice(0, 10),
    language: "zh_tw",
    keyword: record.keywords,
    notes: record.openness === "open" ? "" : `${record.article ?? ""} ${record.reason ?? ""}`.trim(),
    distribution: set.resources.map((one) => ({
      resourceId: one.id,
      resourceDescription: one.title,
      resourceFormat: formats[one.report.format ?? ""] ?? "",
      resourceDownloadUrl: fileUrl(origin, set.name, one.id, "original"),
      resourceAmount: one.report.rows,
      resourceCharacterEncoding: one.report.encoding ?? "",
      resourceModifiedDate: one.publishedAt.slice(0, 10),
      resourceField: one.report.columns.map(({ name, type }) => ({ name, description: name, type })),
    })),
  };
}

/** The interface of data.gov.tw, version 2. */
export function dataGovRoutes(app: FastifyInstance, parts: InterfaceParts): void {
  app.get<{ Params: { id: string } }>("/api/v2/rest/dataset/:id", dataOnly, async (request, reply) => {
    await parts.keys.caller(request);
    const [full] = await withFiles(parts, [await parts.catalogue.live(request.params.id)]);
    openly(reply);
    return { success: true, result: datasetOf(parts, full!) };
  });
  app.get<{ Params: { id: string }; Querystring: Record<string, string> }>(
    "/api/v2/rest/datastore/:id",
    dataOnly,
    async (request, reply) => {
      const caller = await parts.keys.callerName(request);
      const { id } = request.params;
      if (!isUuid(id)) throw opendataFailure("opendata.not-found");
      const { set, resource } = await parts.publishing.resource(id);
      if (set.record.openness !== "open") throw opendataFailure("opendata.not-open");
      const { limit: l, offset: o, filters } = request.query;
      const [limit, offset] = [whole(l, 100, 10_000), whole(o, 0, 1_000_000_000)];
      const found = await parts.tables.search(resource, { filters: filtersIn(filters), caller, limit, offset });
      const records = found.rows.map((row) => Object.fromEntries(found.columns.map(({ name }, at) => [name, row[at]])));
      openly(reply);
      return {
        success: true,
        result: {
          resource_id: id,
          fields: found.columns.map(({ name, type }) => ({ id: name, type })),
          records,
          total: found.total,
          limit,
          offset,
        },
      };
    },
  );
}

function whole(text: string | undefined, otherwise: number, most: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d{1,10}$/.test(text)) throw opendataFailure("opendata.query-invalid");
  return Math.min(Number(text), most);
}
