import { button, hero, insetText, section, summaryList } from "@troad/design";
import { html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { scopeOf } from "../clients/registration.ts";
import type { Eid } from "../eid.ts";
import { agreementAsked, mandateSaid, scopesAsked } from "../oidc/agree.ts";
import type { Interaction } from "../oidc/interactions.ts";
import { shell } from "./shell.ts";

/** What a text says in the reader's language, or in English. */
export const inLanguage = (text: { en: string; "zh-Hant": string }, lang: string): string =>
  lang === "zh-Hant" ? text["zh-Hant"] : text.en;

/** Before the first sign-in, and again when the client wants more: who asks, what for, and by which law. */
export async function agreePage(eid: Eid, request: FastifyRequest, interaction: Interaction): Promise<string> {
  const { t, lang } = request;
  const { client, person, before } = await agreementAsked(eid, interaction);
  const { registration } = client;
  const asked = scopesAsked(interaction);
  const acting = mandateSaid(interaction);
  const claims = registration.claims.filter(({ claim }) => asked.includes(scopeOf[claim]));
  const lists = claims.map(({ claim, purpose, law }) =>
    summaryList({
      card: { title: { text: t(`eid.claim.${claim}`), headingLevel: 3 } },
      rows: [
        { key: { text: t("eid.agree.purpose") }, value: { text: inLanguage(purpose, lang) } },
        { key: { text: t("eid.agree.law") }, value: { text: law ?? t("eid.agree.no-law") } },
        ...(before && !before.scopes.includes(scopeOf[claim])
          ? [{ key: { text: t("eid.agree.new") }, value: { text: t("eid.agree.new-yes") } }]
          : []),
      ],
    }),
  );
  const service = inLanguage(registration.name, lang);
  const lead = t("eid.agree.lead", { service, organisation: inLanguage(registration.organisation.name, lang) });
  const base = `/eid/interaction/${interaction.uid}`;
  const content = html`${hero({ title: { text: t("eid.agree.title", { service }) }, lead: { text: lead } })}
    ${acting && insetText({ text: t("eid.agree.acting", { name: acting.name, holder: person.name }) })}
    ${section({
      title: { text: t("eid.agree.told") },
      content: html`${lists}<p>${t("eid.agree.subject")}</p><p>${t("eid.agree.withdraw")}</p>`,
    })}
    <div class="tr-button-group">
      <form method="post" action="${base}/agree">${button({ text: t("eid.agree.yes"), preventDoubleClick: true })}</form>
      <form method="post" action="${base}/abort">${button({ text: t("eid.agree.no"), classes: "tr-button--secondary" })}</form>
    </div>`;
  return shell(eid.site, request, { title: t("eid.agree.title", { service }), content, person: person.name });
}
