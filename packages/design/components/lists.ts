import { attributes, element, type Html, type HtmlValue, html } from "@troad/html";
import {
  type AttributeMap,
  type Content,
  contentOf,
  hasContent,
  idList,
  type Listed,
  listed,
  type Maybe,
  type StyledContent,
} from "../options.ts";
import { tag } from "./text.ts";

/** `visuallyHiddenText` says what the action applies to, for screen reader users who hear "change" without the row. */
export type ListAction = StyledContent & { readonly href: string } & Maybe<{ visuallyHiddenText: string }>;
type Actions = Maybe<{ items: readonly Listed<ListAction>[]; classes: string }>;
export type SummaryRow = { readonly key: StyledContent; readonly value: StyledContent } & Maybe<{
  actions: Actions;
  classes: string;
}>;
export type SummaryCard = Maybe<{
  title: StyledContent & Maybe<{ headingLevel: number }>;
  actions: Actions;
  classes: string;
  attributes: AttributeMap;
}>;
export type SummaryListOptions = { readonly rows: readonly Listed<SummaryRow>[] } & Maybe<{
  card: SummaryCard;
  classes: string;
  attributes: AttributeMap;
}>;

/** Facts as pairs of name and value, each with its actions. */
export function summaryList(options: SummaryListOptions): Html {
  const rows = listed(options.rows).map(({ item }) => item);
  const anyActions = rows.some((row) => listed(row.actions?.items).length > 0);
  const cardTitle = options.card?.title;
  const list = html`<dl${attributes({ class: ["tr-summary-list", options.classes], ...options.attributes })}>${rows.map((row) =>
    summaryRow(row, anyActions, cardTitle),
  )}</dl>`;
  return options.card ? summaryCard(options.card, list) : list;
}

function summaryRow(row: SummaryRow, anyActions: boolean, cardTitle: Content | undefined): Html {
  const actions = listed(row.actions?.items).map(({ item }) => actionLink(item, cardTitle));
  const own = {
    class: ["tr-summary-list__row", anyActions && actions.length === 0 && "tr-summary-list__row--no-actions", row.classes],
  };
  const key = { class: ["tr-summary-list__key", row.key.classes] };
  const value = { class: ["tr-summary-list__value", row.value.classes] };
  const pair = html`<dt${attributes(key)}>${contentOf(row.key)}</dt><dd${attributes(value)}>${contentOf(row.value)}</dd>`;
  return html`<div${attributes(own)}>${pair}${
    actions.length > 0 &&
    html`<dd${attributes({ class: ["tr-summary-list__actions", row.actions?.classes] })}>${
      actions.length === 1
        ? actions
        : html`<ul class="tr-summary-list__actions-list">${actions.map((link) => html`<li class="tr-summary-list__actions-list-item">${link}</li>`)}</ul>`
    }</dd>`
  }</div>`;
}

function actionLink(action: ListAction, cardTitle: Content | undefined): Html {
  const card: HtmlValue = hasContent(cardTitle) && html` (${contentOf(cardTitle)})`;
  const hidden =
    (action.visuallyHiddenText || card) &&
    html`<span class="tr-visually-hidden">${action.visuallyHiddenText && html` ${action.visuallyHiddenText}`}${card}</span>`;
  return html`<a${attributes({ class: ["tr-link", action.classes], href: action.href, ...action.attributes })}>${contentOf(action)}${hidden}</a>`;
}

function summaryCard(card: SummaryCard, list: Html): Html {
  const title =
    hasContent(card.title) &&
    element(
      `h${card.title.headingLevel ?? 2}`,
      { class: ["tr-summary-card__title", card.title.classes], ...card.title.attributes },
      contentOf(card.title),
    );
  const links = listed(card.actions?.items).map(({ item }) => actionLink(item, card.title));
  const own = { class: ["tr-summary-card__actions", card.actions?.classes] };
  const actions =
    links.length > 1
      ? html`<ul${attributes(own)}>${links.map((link) => html`<li class="tr-summary-card__action">${link}</li>`)}</ul>`
      : links.length === 1 && html`<div${attributes(own)}>${links}</div>`;
  const head = html`<div class="tr-summary-card__title-wrapper">${title}${actions}</div>`;
  const frame = { class: ["tr-summary-card", card.classes], ...card.attributes };
  return html`<div${attributes(frame)}>${head}<div class="tr-summary-card__content">${list}</div></div>`;
}

export type Task = { readonly title: StyledContent; readonly status: StyledContent & Maybe<{ tag: StyledContent }> } & Maybe<{
  href: string;
  hint: Content;
  classes: string;
}>;
export type TaskListOptions = { readonly items: readonly Listed<Task>[] } & Maybe<{
  idPrefix: string;
  classes: string;
  attributes: AttributeMap;
}>;

/** The parts of a long task and the status of each. */
export const taskList = (options: TaskListOptions): Html =>
  html`<ul${attributes({ class: ["tr-task-list", options.classes], ...options.attributes })}>${listed(options.items).map(
    ({ item, place }) => task(item, `${options.idPrefix ?? "task-list"}-${place}`),
  )}</ul>`;

function task(item: Task, id: string): Html {
  const hintId = hasContent(item.hint) ? `${id}-hint` : undefined;
  const statusId = `${id}-status`;
  const link = {
    class: ["tr-link tr-task-list__link", item.title.classes],
    href: item.href,
    "aria-describedby": idList(hintId, statusId),
  };
  const name = item.href
    ? html`<a${attributes(link)}>${contentOf(item.title)}</a>`
    : html`<div${attributes({ class: [item.title.classes] })}>${contentOf(item.title)}</div>`;
  const own = { class: ["tr-task-list__item", item.href && "tr-task-list__item--with-link", item.classes] };
  return html`<li${attributes(own)}><div class="tr-task-list__name-and-hint">${name}${
    hintId && html`<div id="${hintId}" class="tr-task-list__hint">${contentOf(item.hint)}</div>`
  }</div><div${attributes({ class: ["tr-task-list__status", item.status.classes], id: statusId })}>${
    item.status.tag ? tag(item.status.tag) : contentOf(item.status)
  }</div></li>`;
}

export type TableCell = StyledContent & Maybe<{ format: "numeric" | string; rowspan: number; colspan: number }>;
export type TableOptions = { readonly rows: readonly Listed<readonly Listed<TableCell>[]>[] } & Maybe<{
  head: readonly TableCell[];
  caption: string;
  captionClasses: string;
  firstCellIsHeader: boolean;
  classes: string;
  attributes: AttributeMap;
}>;

/** A table of figures; wrap it in `scrollable` if it may be wider than a phone. */
export function table(options: TableOptions): Html {
  const head =
    options.head &&
    html`<thead class="tr-table__head"><tr class="tr-table__row">${options.head.map((c) => cell(c, "col"))}</tr></thead>`;
  const body = listed(options.rows).map(
    ({ item }) =>
      html`<tr class="tr-table__row">${listed(item).map(({ item: c, place }) => cell(c, options.firstCellIsHeader && place === 1 ? "row" : undefined))}</tr>`,
  );
  return html`<table${attributes({ class: ["tr-table", options.classes], ...options.attributes })}>${
    options.caption &&
    html`<caption${attributes({ class: ["tr-table__caption", options.captionClasses] })}>${options.caption}</caption>`
  }${head}<tbody class="tr-table__body">${body}</tbody></table>`;
}

function cell(c: TableCell, scope: "col" | "row" | undefined): Html {
  const block = scope ? "tr-table__header" : "tr-table__cell";
  const own = {
    scope,
    class: [block, c.format && `${block}--${c.format}`, c.classes],
    colspan: c.colspan,
    rowspan: c.rowspan,
    ...c.attributes,
  };
  return element(scope ? "th" : "td", own, contentOf(c));
}

/** Lets a wide table scroll in its own frame, which the keyboard can reach. */
export const scrollable = (label: string, content: Html): Html =>
  html`<div class="tr-scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>`;
