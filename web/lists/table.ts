import { formatDate, formatMoney, formatNumber, time } from "@troad/design";
import { attributes, type Html, type HtmlValue, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import type { Column, Value, ValueKind } from "./list.ts";

type Reader = Pick<FastifyRequest, "lang">;
const isNumeric = (kind: ValueKind): boolean => kind === "number" || kind === "money";

/**
 * Rows under their headings; on a narrow screen each row is a card with labelled values. The roles are explicit because browsers no longer
 * treat a restyled table as one.
 */
export function listTable<Row>(reader: Reader, caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  const shown = columns.filter(({ only }) => only !== "file");
  const heads = shown.map(
    ({ text, kind }) =>
      html`<th${attributes({ class: ["tr-table__header", isNumeric(kind) && "tr-table__header--numeric"], scope: "col", role: "columnheader" })}>${text}</th>`,
  );
  return html`<table class="tr-table tr-table--cards" role="table" aria-label="${caption}">
    <thead class="tr-table__head" role="rowgroup"><tr class="tr-table__row" role="row">${heads}</tr></thead>
    <tbody class="tr-table__body" role="rowgroup">${rows.map((row) => rowOf(reader, shown, row))}</tbody></table>`;
}

const rowOf = <Row>(reader: Reader, columns: readonly Column<Row>[], row: Row): Html =>
  html`<tr class="tr-table__row" role="row">${columns.map((column) => cell(reader, column, row))}</tr>`;

function cell<Row>(reader: Reader, column: Column<Row>, row: Row): Html {
  const { text, kind, value, show } = column;
  const own = { class: ["tr-table__cell", isNumeric(kind) && "tr-table__cell--numeric"], role: "cell", "data-label": text };
  return html`<td${attributes(own)}><div class="tr-table__value">${show ? show(row) : shownAs(reader, kind, value(row))}</div></td>`;
}

function shownAs({ lang }: Reader, kind: ValueKind, value: Value): HtmlValue {
  if (value === null || value === "") return "–";
  if (kind === "day") return formatDate(String(value), { lang });
  if (kind === "instant") return time(String(value), { lang });
  if (kind === "money") return formatMoney(Number(value), lang);
  return kind === "number" ? formatNumber(Number(value), lang) : value;
}
