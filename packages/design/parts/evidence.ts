import { attributes, element, type Html, html } from "@troad/html";
import { details } from "../components/text.ts";
import { type Tone, toneIcon } from "../icons.ts";
import { type Content, contentOf, hasContent, type Maybe } from "../options.ts";
import { scriptWords, type Words } from "../words.ts";

/** A long value in a typeface that distinguishes 0 from O and may break anywhere; with a copy button if the script runs. */
export const hashValue = (value: string, words: Words): Html =>
  html`<span class="tr-hash"><code class="tr-hash__value">${value}</code><button${attributes({
    type: "button",
    class: "tr-hash__copy",
    "data-module": "tr-copy",
    "data-copy": value,
    hidden: true,
    ...scriptWords(words, "copy"),
  })}>${words.copy}</button></span>`;

export type EvidenceStep = { readonly state: "ok" | "failed" | "waiting"; readonly title: string } & Maybe<{
  detail: Content;
  hash: string;
  /** What the hash is of; the word for "fingerprint" when absent. */
  hashLabel: string;
}>;

export type EvidenceOptions = {
  readonly verdict: "ok" | "failed" | "waiting";
  /** The finding, in a sentence for people who know nothing about cryptography. */
  readonly title: string;
  readonly steps: readonly EvidenceStep[];
} & Maybe<{
  summary: Content;
  headingLevel: number;
  /** The hashes from the record to the signed tree head, each with a description of its place. */
  path: readonly { readonly hash: string; readonly place: string }[];
  /** Where to download the checked file. */
  downloads: Html;
}>;

/** Shows each check of a proof, failed ones as plainly as the others. */
export function evidence(options: EvidenceOptions, words: Words): Html {
  const level = options.headingLevel ?? 2;
  const steps = options.steps.map((step) => {
    const tone: Tone = step.state;
    const sign = html`<span class="tr-evidence__sign">${toneIcon(tone)}</span>`;
    return html`<li class="tr-evidence__step tr-evidence__step--${step.state}">${sign}<div class="tr-evidence__what">${element(
      `h${level + 1}`,
      { class: "tr-evidence__step-title" },
      step.title,
      html` <span class="tr-evidence__state">${stateWord(step.state, words)}</span>`,
    )}${hasContent(step.detail) && html`<div class="tr-evidence__detail">${contentOf(step.detail)}</div>`}${
      step.hash !== undefined &&
      html`<dl class="tr-evidence__hash"><dt>${step.hashLabel ?? words.fingerprint}</dt><dd>${hashValue(step.hash, words)}</dd></dl>`
    }</div></li>`;
  });
  const path =
    options.path &&
    options.path.length > 0 &&
    details({
      summaryText: `${words.proofPath} (${options.path.length})`,
      html: html`<ol class="tr-evidence__path">${options.path.map(
        (node) =>
          html`<li><span class="tr-evidence__place">${node.place}</span> <code class="tr-hash__value">${node.hash}</code></li>`,
      )}</ol>`,
    });
  return html`<section class="tr-evidence tr-evidence--${options.verdict}"><div class="tr-evidence__verdict">${toneIcon(options.verdict)}<div>${element(
    `h${level}`,
    { class: "tr-evidence__title" },
    options.title,
  )}${
    hasContent(options.summary) && html`<div class="tr-evidence__summary">${contentOf(options.summary)}</div>`
  }</div></div><ol class="tr-evidence__steps">${steps}</ol>${path}${
    options.downloads && html`<div class="tr-evidence__downloads">${options.downloads}</div>`
  }</section>`;
}

const stateWord = (state: EvidenceStep["state"], words: Words): string =>
  state === "ok" ? words.verified : state === "failed" ? words.notVerified : words.pending;
