import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { byteOrderMark, csvLine } from "./csv.ts";
import type { Column, List } from "./list.ts";
import { type Chosen, listFailure, readListQuery } from "./query.ts";

/** A file is for a spreadsheet; for more rows, use the api of the module that has them. */
export const mostRows = 50_000;
const rowsAtOnce = 500;

/**
 * Sends a list as CSV, read page by page as the reader takes it, so that the list is never in memory as a whole. Fails with
 * `list.filter-invalid` if the page would show an error. `day` is part of the name.
 */
export function sendListFile<Row>(request: FastifyRequest, reply: FastifyReply, list: List<Row>, day: string): FastifyReply {
  const { chosen, faults } = readListQuery(list.filters, request.query, list.source.cursorKind);
  const [fault] = faults;
  if (fault) throw listFailure("list.filter-invalid", { filter: fault.name });
  return reply
    .header("content-type", "text/csv; charset=utf-8")
    .header("content-disposition", `attachment; filename="${list.file}-${day}.csv"`)
    .header("cache-control", "no-store")
    .send(Readable.from(fileLines(request, list, chosen)));
}

type Reader = Pick<FastifyRequest, "t">;

/** The file in chunks of several hundred lines. */
export async function* fileLines<Row>(
  request: Reader,
  { source, columns }: Pick<List<Row>, "source" | "columns">,
  chosen: Chosen,
): AsyncGenerator<string> {
  const kept = columns.filter(({ only }) => only !== "page");
  yield byteOrderMark + csvLine(kept.map(({ text }) => text));
  let before: string | undefined;
  for (let written = 0; ; ) {
    const rows = await source.rows({ chosen, ...(before === undefined ? {} : { before }), limit: rowsAtOnce });
    const fitting = rows.slice(0, mostRows - written);
    if (fitting.length > 0) yield fitting.map((row) => lineOf(kept, row)).join("");
    written += fitting.length;
    const last = rows.at(-1);
    if (fitting.length < rows.length) return yield cutLine(request, kept.length);
    if (rows.length < rowsAtOnce || last === undefined) return;
    before = source.cursor(last);
  }
}

const lineOf = <Row>(columns: readonly Column<Row>[], row: Row): string => csvLine(columns.map(({ value }) => value(row)));

/** The final line, if the list goes on; its other cells are empty, so that every line has the same number. */
const cutLine = ({ t }: Reader, columns: number): string =>
  csvLine([t("web.list.cut", { most: mostRows }), ...Array.from({ length: columns - 1 }, () => null)]);
