import { summaryList, tag } from "@troad/design";
import type { CardState, EidApi } from "@troad/eid/api";
import { html } from "@troad/html";
import { hidden, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Session } from "../auth/sessions.ts";
import type { PortalPages } from "./parts.ts";

type Parts = Pick<PortalPages, "ctx" | "site" | "names" | "roles"> & { eid: Pick<EidApi, "cardsOf"> };

/** Who is signed in, with a link to manage cards and passkeys. */
export function accountPages(app: FastifyInstance, parts: Parts): void {
  app.get(
    "/account",
    hidden,
    parts.site.signedIn("anybody", async (request, session) =>
      accountPage(parts, request, session, await parts.eid.cardsOf(session.subject)),
    ),
  );
}

function accountPage(parts: Parts, request: FastifyRequest, session: Session, cards: readonly CardState[]): View {
  const { t } = request;
  const title = t("portal.account.title");
  const card = ({ serial, state }: CardState) => {
    const standing = tag({ text: t(`portal.card.${state}`), classes: state === "active" ? "tr-tag--green" : "tr-tag--red" });
    return { key: { text: t("portal.account.card") }, value: { html: html`${serial.slice(-8)} ${standing}` } };
  };
  const facts = summaryList({
    rows: [
      { key: { text: t("portal.account.name") }, value: { text: session.name } },
      { key: { text: t("portal.account.roles") }, value: { text: rolesText(parts, request, session) } },
      ...cards.map(card),
    ],
  });
  const manage = html`<a class="tr-link" href="${parts.ctx.origin("eid")}/eid/account">${t("portal.account.manage")}</a>`;
  return { title, content: html`<h1>${title}</h1>${facts}<p>${manage}</p>`, path: [] };
}

/** The roles of a person by their names in content, each with the agency for which it is held. */
function rolesText({ ctx, names, roles }: Parts, { t, lang }: FastifyRequest, session: Session): string {
  const nameOf = (id: string): string => {
    const role = roles.find((one) => one.id === id);
    return role ? ctx.texts.pick(role.text, lang, "name") : id;
  };
  return session.roles
    .map(({ role, agency }) => `${nameOf(role)}${agency ? `${t("web.colon")}${names.agency(lang, agency)}` : ""}`)
    .join(t("web.comma"));
}
