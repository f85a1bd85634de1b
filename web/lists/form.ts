import { button } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../site/view.ts";
import type { List } from "./list.ts";
import { type Filter, type InvalidFilter, isFiltered, type ListQuery, mostCharacters } from "./query.ts";

/** The filters as a form that reloads the same page, filled in with the current choices. */
export function filterForm<Row>(request: FastifyRequest, { address, filters }: List<Row>, { chosen, faults }: ListQuery): Html {
  const { t } = request;
  const fields = filters.map((filter) => field(request, filter, chosen, faults));
  const clear =
    (isFiltered(filters, chosen) || faults.length > 0) && html`<a class="tr-link" href="${address}">${t("web.list.clear")}</a>`;
  return html`<form class="tr-filters" method="get" action="${address}" novalidate>${fields}
    <div class="tr-filters__actions">${button({ text: t("web.list.find") })}${clear}</div></form>`;
}

export const invalidFilterText = ({ t }: Pick<FastifyRequest, "t">, kind: InvalidFilter["kind"]): string =>
  t(`web.list.fault.${kind}`, { most: mostCharacters });

function field(request: FastifyRequest, filter: Filter, chosen: ListQuery["chosen"], faults: readonly InvalidFilter[]): Html {
  const { t, query } = request;
  const ui = uiOf(request);
  const faultAt = (name: string) => {
    const fault = faults.find((one) => one.name === name);
    return fault ? { errorMessage: { text: invalidFilterText(request, fault.kind) } } : {};
  };
  // an invalid value is shown again as it was entered
  const written = (name: string): string => {
    const value = (query as Record<string, unknown>)[name];
    return chosen[name] ?? (typeof value === "string" ? value.slice(0, 200) : "");
  };
  const { name, label } = filter;
  if (filter.kind === "select") {
    const all = filter.initial === undefined ? [{ value: "", text: t("web.list.all") }] : [];
    return ui.select({
      name,
      label: { text: label },
      value: chosen[name] ?? "",
      items: [...all, ...filter.options],
      ...faultAt(name),
    });
  }
  if (filter.kind === "search")
    return ui.input({
      name,
      type: "search",
      label: { text: label },
      value: written(name),
      ...(filter.hint ? { hint: { text: filter.hint } } : {}),
      ...faultAt(name),
    });
  const day = (end: "from" | "to"): Html =>
    ui.input({
      name: `${name}-${end}`,
      type: "date",
      label: { text: t(`web.list.${end}`, { label }) },
      value: written(`${name}-${end}`),
      ...faultAt(`${name}-${end}`),
    });
  return html`${day("from")}${day("to")}`;
}
