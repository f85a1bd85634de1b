import { tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { reasonOf } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { ListedTransfer } from "../../api.ts";

const tones = { answered: "green", refused: "amber", failed: "red", unknown: "red" } as const;

/** The outcome of a transfer and, if there was no answer, the reason. */
export function outcomeView(request: FastifyRequest, { outcome, code }: Pick<ListedTransfer, "outcome" | "code">): Html {
  const shown = tag({ text: request.t(`road.outcome.${outcome}`), classes: `tr-tag--${tones[outcome]}` });
  return html`${shown}${outcome !== "answered" && html`<br><span class="tr-hint">${reasonOf(request, code)}</span>`}`;
}
