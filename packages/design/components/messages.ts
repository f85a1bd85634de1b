import { attributes, element, type Html, html } from "@troad/html";
import {
  type AttributeMap,
  type Content,
  contentOf,
  hasContent,
  type Listed,
  listed,
  type Maybe,
  type StyledContent,
} from "../options.ts";
import type { Words } from "../words.ts";
import { tag } from "./text.ts";

export type ErrorSummaryOptions = Maybe<{
  titleText: string;
  titleHtml: Html;
  descriptionText: string;
  descriptionHtml: Html;
  errorList: readonly Listed<Content & Maybe<{ href: string; attributes: AttributeMap }>>[];
  disableAutoFocus: boolean;
  classes: string;
  attributes: AttributeMap;
}>;

/** All errors of a page at its top, each a link to its field; takes the focus if the script runs. */
export function errorSummary(options: ErrorSummaryOptions, words: Words): Html {
  const own = {
    class: ["tr-error-summary", options.classes],
    "data-module": "tr-error-summary",
    "data-disable-auto-focus": options.disableAutoFocus === undefined ? undefined : String(options.disableAutoFocus),
    ...options.attributes,
  };
  const title = contentOf({ text: options.titleText, html: options.titleHtml }) ?? words.errorSummaryTitle;
  const description = { text: options.descriptionText, html: options.descriptionHtml };
  const items = listed(options.errorList).map(({ item }) =>
    item.href === undefined
      ? html`<li>${contentOf(item)}</li>`
      : html`<li><a${attributes({ href: item.href, ...item.attributes })}>${contentOf(item)}</a></li>`,
  );
  return html`<div${attributes(own)}><div role="alert"><h2 class="tr-error-summary__title">${title}</h2><div class="tr-error-summary__body">${
    hasContent(description) && html`<p>${contentOf(description)}</p>`
  }${items.length > 0 && html`<ul class="tr-list tr-error-summary__list">${items}</ul>`}</div></div></div>`;
}

export type NotificationBannerOptions = Content &
  Maybe<{
    type: "success";
    titleText: string;
    titleHtml: Html;
    titleHeadingLevel: number;
    titleId: string;
    role: string;
    disableAutoFocus: boolean;
    classes: string;
    attributes: AttributeMap;
  }>;

/** A message that is not about the page's task, or that the last task succeeded (`type: "success"`). */
export function notificationBanner(options: NotificationBannerOptions, words: Words): Html {
  const isSuccess = options.type === "success";
  const titleId = options.titleId ?? "tr-notification-banner-title";
  const own = {
    class: ["tr-notification-banner", isSuccess && "tr-notification-banner--success", options.classes],
    role: options.role ?? (isSuccess ? "alert" : "region"),
    "aria-labelledby": titleId,
    "data-module": "tr-notification-banner",
    "data-disable-auto-focus": options.disableAutoFocus === undefined ? undefined : String(options.disableAutoFocus),
    ...options.attributes,
  };
  const title = contentOf({ text: options.titleText, html: options.titleHtml }) ?? (isSuccess ? words.success : words.important);
  const content = options.html ?? (hasContent(options) && html`<p class="tr-notification-banner__heading">${options.text}</p>`);
  return html`<div${attributes(own)}><div class="tr-notification-banner__header">${element(
    `h${options.titleHeadingLevel ?? 2}`,
    { class: "tr-notification-banner__title", id: titleId },
    title,
  )}</div><div class="tr-notification-banner__content">${content}</div></div>`;
}

/** Says that a service is new or on trial. */
export const phaseBanner = (options: StyledContent & Maybe<{ tag: StyledContent }>): Html =>
  html`<div${attributes({ class: ["tr-phase-banner tr-width-container", options.classes], ...options.attributes })}><p class="tr-phase-banner__content">${tag(
    {
      ...options.tag,
      classes: ["tr-phase-banner__content__tag", options.tag?.classes].filter(Boolean).join(" "),
    },
  )}<span class="tr-phase-banner__text">${contentOf(options)}</span></p></div>`;
