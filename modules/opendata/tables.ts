import { type QueryEngine, QueryFailed, type Rows } from "@troad/query";
import { opendataFailure } from "./domain/errors.ts";
import type { Files } from "./files.ts";
import type { ResourceRow } from "./publishing.ts";

export type Tables = ReturnType<typeof openTables>;
export type TableQuery = {
  fields?: string[];
  filters?: Record<string, string | number | (string | number)[]>;
  sort?: string;
  /** Who asks: callers take turns. */
  caller: string;
  limit: number;
  offset: number;
};
const longestSort = 1_000;
const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A query or a conversion that failed, as a failure with a code; anything else as it is. */
export const coded = (error: unknown): unknown =>
  error instanceof QueryFailed ? opendataFailure(`opendata.query-${error.code}`, {}, error.message) : error;

/** Rows of published files, by SQL or by a form that programs know. */
export function openTables(engine: Pick<QueryEngine, "query">, files: Files) {
  const run = async (
    resource: ResourceRow,
    sql: string,
    values: (string | number)[] = [],
    maxRows?: number,
    caller = "",
  ): Promise<Rows> => {
    if (resource.report.columns.length === 0 || resource.report.rows === 0) throw opendataFailure("opendata.no-table");
    try {
      const file = await files.parquet(resource.sha256, resource.report);
      return await engine.query({ file, sql, values, caller, ...(maxRows === undefined ? {} : { maxRows }) });
    } catch (error) {
      throw coded(error);
    }
  };
  /** A column of this file by its name; anything else would be SQL of a stranger. */
  const column = (resource: ResourceRow, name: string): string => {
    if (!resource.report.columns.some((one) => one.name === name))
      throw opendataFailure("opendata.query-invalid", {}, "no such column");
    return quoted(name);
  };

  return {
    sql: (resource: ResourceRow, sql: string, caller: string): Promise<Rows> => run(resource, sql, [], undefined, caller),
    /** Fields, filters by equality, order and a page: what datastore_search and data.gov.tw's datastore ask. */
    async search(
      resource: ResourceRow,
      { fields, filters = {}, sort, caller, limit, offset }: TableQuery,
    ): Promise<Rows & { total: number }> {
      const picked = fields && fields.length > 0 ? fields.map((name) => column(resource, name)).join(", ") : "*";
      const values: (string | number)[] = [];
      const conditions = Object.entries(filters).map(([name, wanted]) => {
        const list = Array.isArray(wanted) ? wanted : [wanted];
        values.push(...list.map(String));
        return `cast(${column(resource, name)} as varchar) in (${list.map(() => "?").join(", ") || "null"})`;
      });
      const where = conditions.length > 0 ? ` where ${conditions.join(" and ")}` : "";
      if ((sort ?? "").length > longestSort) throw opendataFailure("opendata.query-invalid");
      const order = (sort ?? "")
        .split(",")
        .filter((part) => part.trim() !== "")
        .map((part) => {
          const text = part.trim();
          const way = /\s(asc|desc)$/i.exec(text)?.[1] ?? "";
          const name = text
            .slice(0, text.length - way.length)
            .trim()
            .replace(/^"|"$/g, "");
          return `${column(resource, name)} ${way.toLowerCase() === "desc" ? "desc" : "asc"}`;
        });
      const by = order.length > 0 ? ` order by ${order.join(", ")}` : "";
      const page = `select ${picked} from data${where}${by} limit ${Math.trunc(limit)} offset ${Math.trunc(offset)}`;
      const [rows, counted] = [
        await run(resource, page, values, undefined, caller),
        await run(resource, `select count(*) from data${where}`, values, undefined, caller),
      ];
      return { ...rows, total: Number(counted.rows[0]?.[0] ?? 0) };
    },
    preview: (resource: ResourceRow, caller: string): Promise<Rows> =>
      run(resource, "select * from data limit 20", [], 20, caller),
    /** Sums of a number by a text column, the largest first, for a chart. */
    async sums(resource: ResourceRow, by: string, of: string, caller: string): Promise<{ label: string; value: number }[]> {
      const { rows } = await run(
        resource,
        `select cast(${column(resource, by)} as varchar), sum(${column(resource, of)}) as s from data where ${column(resource, by)} is not null
          group by 1 having s is not null order by s desc, 1 limit 12`,
        [],
        12,
        caller,
      );
      return rows.map(([label, value]) => ({ label: String(label), value: Number(value) }));
    },
  };
}
