import { formatDate, formatNumber, tag } from "@troad/design";
import { attributes, type Html, html } from "@troad/html";
import { taipeiDate } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import type { Column, List } from "./list.ts";
import { addressWith, type Filter } from "./query.ts";

/** A state of work; its tone sets the colour of its tag. */
export type WorkStatus = { value: string; text: string; tone: "blue" | "amber" | "green" | "red" | "grey" };

/** One piece of work as an officer sees it in a list. */
export type WorkItem = {
  text: string;
  href: string;
  hint?: string;
  status: string;
  /** When it arrived, as an instant. */
  since: string;
  /** The day it is due. */
  due: string | null;
  /** The officer in charge; null while unassigned. */
  holder: string | null;
};

export type WorkList<Row> = Omit<List<Row>, "columns" | "filters" | "lead"> & {
  statuses: readonly WorkStatus[];
  /** The number in each state, whatever the filter; a missing state has none. */
  counts: Readonly<Record<string, number>>;
  /** Filters besides the state, which the address has as `status`. */
  filters: readonly Filter[];
  item: (row: Row) => WorkItem;
  /** The day in Taiwan. */
  today: string;
};

/** A work list: a list with five columns, a filter by state and the number in each state above. */
export function workList<Row>(request: FastifyRequest, work: WorkList<Row>): List<Row> {
  const { statuses, counts, item, today, filters, ...list } = work;
  const status: Filter = { kind: "select", name: "status", label: request.t("web.work.status"), options: statuses };
  return {
    ...list,
    filters: [status, ...filters],
    lead: statusCounts(request, work),
    columns: workColumns(request, statuses, today).map((column) => onItem(column, item)),
  };
}

const onItem = <Row>({ show, value, ...column }: Column<WorkItem>, item: (row: Row) => WorkItem): Column<Row> => ({
  ...column,
  value: (row) => value(item(row)),
  ...(show ? { show: (row: Row) => show(item(row)) } : {}),
});

function workColumns({ t, lang }: FastifyRequest, statuses: readonly WorkStatus[], today: string): Column<WorkItem>[] {
  const statusOf = (item: WorkItem): WorkStatus | undefined => statuses.find(({ value }) => value === item.status);
  return [
    { key: "what", text: t("web.work.what"), kind: "text", value: ({ text }) => text, show: title },
    {
      ...{ key: "status", text: t("web.work.status"), kind: "text" },
      value: (item) => statusOf(item)?.text ?? item.status,
      show: (item) => tag({ text: statusOf(item)?.text ?? item.status, classes: `tr-tag--${statusOf(item)?.tone ?? "grey"}` }),
    },
    { key: "age", text: t("web.work.age"), kind: "text", value: ({ since }) => since, show: ({ since }) => age(t, since, today) },
    { key: "due", text: t("web.work.due"), kind: "day", value: ({ due }) => due, show: ({ due }) => dueDay(t, lang, due, today) },
    {
      key: "holder",
      text: t("web.work.holder"),
      kind: "text",
      value: ({ holder }) => holder,
      show: ({ holder }) => holder ?? t("web.work.nobody"),
    },
  ];
}

const title = ({ text, href, hint }: WorkItem): Html =>
  html`<a class="tr-link" href="${href}">${text}</a>${hint && html`<br><span class="tr-hint">${hint}</span>`}`;

const dayMs = 86_400_000;
const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

/** Days as people count them, from the day of arrival in Taiwan time. */
const age = (t: FastifyRequest["t"], since: string, today: string): string =>
  t("web.work.days", { days: Math.max(0, daysBetween(taipeiDate(new Date(since)), today)) });

function dueDay(t: FastifyRequest["t"], lang: string, due: string | null, today: string): Html | string {
  if (due === null) return "–";
  const left = daysBetween(today, due);
  const day = formatDate(due, { lang });
  if (left > 3) return day;
  const text =
    left < 0 ? t("web.work.overdue", { days: -left }) : left === 0 ? t("web.work.due-today") : t("web.work.left", { days: left });
  return html`${day} ${tag({ text, classes: left < 0 ? "tr-tag--red" : "tr-tag--amber" })}`;
}

/** The number in each state, linked to the list of that state. */
function statusCounts<Row>({ t, lang, query }: FastifyRequest, { address, statuses, counts }: WorkList<Row>): Html {
  const chosen = (query as { status?: unknown }).status;
  const entries = statuses.map(({ value, text }) => {
    const own = {
      class: "tr-counts__link",
      href: addressWith(address, [{ kind: "search", name: "status", label: "" }], { status: value }),
      "aria-current": chosen === value && "true",
    };
    return html`<li><a${attributes(own)}><span class="tr-counts__number">${formatNumber(counts[value] ?? 0, lang)}</span> ${text}</a></li>`;
  });
  return html`<nav aria-label="${t("web.work.by-status")}"><ul class="tr-counts">${entries}</ul></nav>`;
}
