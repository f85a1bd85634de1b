import { attributes, element, type Html, html } from "@troad/html";
import { type Tone, toneIcon } from "../icons.ts";
import { type Content, contentOf, hasContent, type Maybe } from "../options.ts";
import type { Words } from "../words.ts";

export type TimelineEntry = {
  /** A `time` element, or words such as "next". */
  readonly at: Html | string;
  readonly title: Content;
} & Maybe<{ body: Content; tone: Tone /** The tone in a word, such as "approved". */; status: string; by: string }>;

/** A history, in the order given; each entry states its status in words, which the icon only repeats. */
export const timeline = (entries: readonly TimelineEntry[], options: Maybe<{ label: string; headingLevel: number }> = {}): Html =>
  html`<ol${attributes({ class: "tr-timeline", "aria-label": options.label })}>${entries.map((entry) => {
    const tone = entry.tone ?? "neutral";
    const sign = html`<div class="tr-timeline__sign">${toneIcon(tone)}</div>`;
    return html`<li class="tr-timeline__entry tr-timeline__entry--${tone}">${sign}<div class="tr-timeline__what"><p class="tr-timeline__at">${entry.at}${
      entry.by !== undefined && html`<span class="tr-timeline__by">${entry.by}</span>`
    }</p>${element(`h${options.headingLevel ?? 3}`, { class: "tr-timeline__title" }, contentOf(entry.title))}${
      entry.status !== undefined && html`<p class="tr-timeline__status">${entry.status}</p>`
    }${hasContent(entry.body) && html`<div class="tr-timeline__body">${contentOf(entry.body)}</div>`}</div></li>`;
  })}</ol>`;

export type Step = { readonly title: string; readonly state: "done" | "current" | "todo" } & Maybe<{ hint: string }>;

/** The progress of a case through known steps; horizontal on wide screens, vertical on phones. */
export const statusSteps = (steps: readonly Step[], words: Words, options: Maybe<{ label: string }> = {}): Html =>
  html`<ol${attributes({ class: "tr-steps", "aria-label": options.label })}>${steps.map((step, index) => {
    const own = {
      class: ["tr-steps__step", `tr-steps__step--${step.state}`],
      "aria-current": step.state === "current" ? "step" : undefined,
    };
    const state = step.state === "done" ? words.doneStep : step.state === "current" ? words.currentStep : "";
    const sign =
      step.state === "done" ? toneIcon("ok") : html`<span class="tr-steps__number" aria-hidden="true">${index + 1}</span>`;
    const title = html`<span class="tr-steps__title">${step.title}</span>`;
    return html`<li${attributes(own)}><span class="tr-steps__sign">${sign}</span><span class="tr-steps__text">${title}${
      state !== "" && html` <span class="tr-steps__state">${state}</span>`
    }${step.hint !== undefined && html`<span class="tr-steps__hint">${step.hint}</span>`}</span></li>`;
  })}</ol>`;
