import { Readable } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { byteOrderMark, csvLine } from "./csv.ts";
import type { Column, List } from "./list.ts";
import { type Chosen, listFailure, readListQuery } from "./query.ts";

/** A file is for a spreadsheet; anyone who needs more asks the module that has the rows. */
export const mostRows = 50_000;
const rowsAtOnce = 500;

/**
 * Sends a list as CSV, read page by page while the reader takes it, so that no list is in memory whole. Fails with `list.filter-invalid` where the
 * page would ask again. `day` is part of the name.
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

/** The file in pieces of some hundred lines. */
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

/** The last line says that it is not the last row; its other cells are empty, so that every line has as many. */
const cutLine = ({ t }: Reader, columns: number): string =>
  csvLine([t("web.list.cut", { most: mostRows }), ...Array.from({ length: columns - 1 }, () => null)]);
