import { summaryList, tag } from "@troad/design";
import { html } from "@troad/html";
import type { PageFile } from "../portal.ts";
import { signedIn } from "../show.ts";

/** Who is signed in here, and where cards and passkeys are looked after. */
export const accountPages: PageFile = (app, portal) => {
  app.get(
    "/account",
    { schema: { hide: true } },
    signedIn(portal, async (request, session) => {
      const { t, lang } = request;
      const cards = await portal.eid.cardsOf(session.subject);
      const roles = session.roles
        .map(
          ({ role, agency }) =>
            `${t(`portal.role.${role}`)}${agency ? `${t("portal.colon")}${portal.names.agency(lang, agency)}` : ""}`,
        )
        .join(t("portal.comma"));
      const content = html`<h1>${t("portal.account.title")}</h1>${summaryList({
        rows: [
          { key: { text: t("portal.account.name") }, value: { text: session.name } },
          { key: { text: t("portal.account.roles") }, value: { text: roles } },
          ...cards.map((card) => ({
            key: { text: t("portal.account.card") },
            value: {
              html: html`${card.serial.slice(-8)} ${tag({ text: t(`portal.card.${card.state}`), classes: card.state === "active" ? "tr-tag--green" : "tr-tag--red" })}`,
            },
          })),
        ],
      })}<p><a class="tr-link" href="${portal.ctx.origin("eid")}/eid/account">${t("portal.account.manage")}</a></p>`;
      return { title: t("portal.account.title"), content, path: [] };
    }),
  );
};
