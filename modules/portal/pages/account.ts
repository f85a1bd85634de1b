import { summaryList, tag } from "@troad/design";
import { html } from "@troad/html";
import type { PageFile, Portal } from "../portal.ts";

/** Who is signed in here, and where cards and passkeys are looked after. */
export const accountPages: PageFile = (app, portal) => {
  app.get(
    "/account",
    { schema: { hide: true } },
    portal.site.signedIn("anybody", async (request, session) => {
      const { t, lang } = request;
      const cards = await portal.eid.cardsOf(session.subject);
      const roles = session.roles
        .map(
          ({ role, agency }) =>
            `${roleName(portal, lang, role)}${agency ? `${t("web.colon")}${portal.names.agency(lang, agency)}` : ""}`,
        )
        .join(t("web.comma"));
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

/** What a role of content is called. */
const roleName = ({ ctx, roles }: Portal, lang: string, id: string): string => {
  const role = roles.find((one) => one.id === id);
  return role ? ctx.texts.pick(role.text, lang, "name") : id;
};
