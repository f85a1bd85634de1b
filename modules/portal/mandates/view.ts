import { button, summaryList, tag, time } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { Mandate } from "@troad/people/api";
import type { FastifyRequest } from "fastify";
import { type MandatePages, scopeText } from "./parts.ts";

const tones = { held: "green", coming: "blue", over: "grey" } as const;

export const mandateTag = ({ t }: FastifyRequest, { state }: Pick<Mandate, "state">): Html =>
  tag({ text: t(`portal.mandates.state.${state}`), classes: `tr-tag--${tones[state]}` });

/** A person who ends their own mandate gives no reason: which of the two it was is enough. */
export const endedBy = ["principal", "holder"] as const;

/** All that is known of a mandate. */
export function mandateFacts(parts: Pick<MandatePages, "services">, request: FastifyRequest, mandate: Mandate): Html {
  const { t, lang } = request;
  const row = (key: string, value: { text: string } | { html: Html }) => ({ key: { text: t(`portal.mandates.${key}`) }, value });
  const nameOf = ({ name }: { name: string }) => ({ text: name || t("portal.mandates.no-name") });
  const { ended, until } = mandate;
  const own = endedBy.find((one) => one === ended?.reason);
  return summaryList({
    rows: [
      row("kind", { text: t(`portal.mandates.kind.${mandate.kind}`) }),
      row("principal", nameOf(mandate.principal)),
      row("holder", nameOf(mandate.holder)),
      row("services", { text: scopeText(parts, request, mandate) }),
      row("since", { html: time(mandate.since, { lang }) }),
      row("until", until === null ? { text: t("portal.mandates.no-end") } : { html: time(until, { lang }) }),
      ...(ended
        ? [
            row("ended", { html: time(ended.at, { lang }) }),
            row("reason", { text: own ? t(`portal.mandates.ended-by.${own}`) : ended.reason }),
          ]
        : []),
    ],
  });
}

/** Ends a mandate at once; `inner` asks for the reason where one is needed. */
export const endForm = ({ t }: FastifyRequest, action: string, inner?: Html): Html =>
  html`<h2>${t("portal.mandates.end-title")}</h2><p>${t("portal.mandates.end-lead")}</p>
    <form method="post" action="${action}" novalidate>${inner}${button({ text: t("portal.mandates.end"), classes: "tr-button--warning" })}</form>`;
