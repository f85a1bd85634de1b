import { stat } from "node:fs/promises";
import { pipeline, Transform } from "node:stream";
import { isUuid } from "@troad/kernel";
import type { FastifyInstance, FastifyReply } from "fastify";
import { opendataFailure } from "../domain/errors.ts";
import type { ResourceRow } from "../publishing.ts";
import { coded } from "../tables.ts";
import { dataOnly, type InterfaceParts, openly } from "./parts.ts";

const types: Readonly<Record<string, string>> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  parquet: "application/vnd.apache.parquet",
  geojson: "application/geo+json; charset=utf-8",
  original: "application/octet-stream",
};
type At = { Params: { set: string; resource: string; form: string } };

/** A file of an open set, found by both names. */
async function fileOf(
  { publishing }: InterfaceParts,
  { set: name, resource: id }: { set: string; resource: string },
): Promise<ResourceRow> {
  if (!isUuid(id)) throw opendataFailure("opendata.not-found");
  const { set, resource } = await publishing.resource(id);
  if (set.name !== name) throw opendataFailure("opendata.not-found");
  if (set.record.openness !== "open") throw opendataFailure("opendata.not-open");
  return resource;
}

/** Files of open data sets in the form that was asked for, and queries over them. */
export function fileRoutes(app: FastifyInstance, parts: InterfaceParts): void {
  const { files, tables, keys } = parts;
  const send = async (reply: FastifyReply, path: string, form: string, name: string): Promise<FastifyReply> => {
    const { size } = await stat(path);
    return openly(reply)
      .header("content-type", types[form]!)
      .header("content-length", size)
      .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
      .send(files.read(path));
  };
  app.get<At>("/data/:set/:resource/file.:form", dataOnly, async (request, reply) => {
    const resource = await fileOf(parts, request.params);
    const { sha256, report, title, fileName } = resource;
    const { form } = request.params;
    const base = title.replaceAll(/[^\p{L}\p{N} _.-]/gu, "").slice(0, 80) || "data";
    if (form === "original") return send(reply, files.original(sha256), form, fileName);
    if (report.rows === 0) throw opendataFailure("opendata.no-table");
    if (form === "csv") return send(reply, await files.csv(sha256, report), form, `${base}.csv`);
    if (form === "parquet") {
      const file = await files.parquet(sha256, report).catch((error: unknown) => {
        throw coded(error);
      });
      return send(reply, file, form, `${base}.parquet`);
    }
    if (form !== "json" && form !== "geojson") throw opendataFailure("opendata.not-found");
    const rows = form === "json" ? jsonStream() : geoJsonStream(report.columns);
    openly(reply)
      .header("content-type", types[form]!)
      .header("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(`${base}.${form}`)}`);
    const out = rows(report);
    const read = await files.rows(sha256, report);
    // a reader who leaves ends both, and so does a row that cannot be shown
    pipeline(read, out, () => undefined);
    return reply.send(out);
  });
  app.get<At & { Querystring: { sql?: string } }>("/data/:set/:resource/query", dataOnly, async (request, reply) => {
    const caller = await keys.callerName(request);
    const resource = await fileOf(parts, request.params);
    const { sql } = request.query as { sql?: unknown };
    if (typeof sql !== "string" || sql.trim() === "") throw opendataFailure("opendata.query-invalid");
    const { columns, rows, more } = await tables.sql(resource, sql, caller);
    openly(reply);
    return { columns, rows, more };
  });
}

type Row = (string | null)[];
type Report = ResourceRow["report"];

/** A value by its column's type: numbers and booleans as JSON has them. */
const plain = (cell: string | null, type: string): unknown =>
  cell === null
    ? null
    : type === "number" || (type === "integer" && Number.isSafeInteger(Number(cell)))
      ? Number(cell)
      : type === "boolean"
        ? cell === "true"
        : cell;
const recordOf = (row: Row, { columns }: Report): Record<string, unknown> =>
  Object.fromEntries(
    columns.flatMap(({ name, type }, at) => (type === "geometry" ? [] : [[name, plain(row[at] ?? null, type)]])),
  );

/** One JSON text of many rows, written as they come. */
const stream = (open: string, close: string, show: (row: Row) => string) => {
  let first = true;
  return new Transform({
    writableObjectMode: true,
    transform(row: Row, _encoding, done) {
      let text: string;
      try {
        text = show(row);
      } catch (error) {
        done(error as Error);
        return;
      }
      done(null, `${first ? open : ",\n"}${text}`);
      first = false;
    },
    flush(done) {
      done(null, first ? open + close : close);
    },
  });
};
const jsonStream = () => (report: Report) => stream("[\n", "\n]\n", (row) => JSON.stringify(recordOf(row, report)));

/** Features of the column `geometry`, or points of columns of longitude and latitude. */
function geoJsonStream(columns: Report["columns"]) {
  const names = columns.map(({ name }) => name);
  const find = (pattern: RegExp): number => names.findIndex((name) => pattern.test(name));
  const [shape, x, y] = [
    columns.findIndex(({ type }) => type === "geometry"),
    find(/經度|^(lon|lng|long|longitude|wgs84lon)$/i),
    find(/緯度|^(lat|latitude|wgs84lat)$/i),
  ];
  if (shape < 0 && (x < 0 || y < 0)) throw opendataFailure("opendata.no-table");
  const geometryOf = (row: Row): unknown => {
    if (shape >= 0) return row[shape] ? JSON.parse(row[shape]!) : null;
    const place = [row[x], row[y]].map((cell) => (cell ? Number(cell) : Number.NaN));
    return place.every(Number.isFinite) ? { type: "Point", coordinates: place } : null;
  };
  return (report: Report) =>
    stream('{"type":"FeatureCollection","features":[\n', "\n]}\n", (row) =>
      JSON.stringify({ type: "Feature", properties: recordOf(row, report), geometry: geometryOf(row) }),
    );
}
