import { formatMoney, scrollable } from "@troad/design";
import type { EidApi } from "@troad/eid/api";
import { html } from "@troad/html";
import { hidden, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { fail } from "../errors.ts";
import { actForm, answer, errorBox, formPage, grid, hiddenField, type Pages } from "./parts.ts";
import { photoFindings, photoForm, receivedPhoto } from "./photo.ts";

export const ownPlace = "/me/card";
/** Photos that a holder may send for one card; then the office takes one in. */
const mostPhotos = 10;
type Parts = Pages & { eid: Pick<EidApi, "person"> };

/** A person's own cards of the New eID: where each stands, and activation with the code of the letter. */
export function ownPages(app: FastifyInstance, { site, cards, eid }: Parts): void {
  const { holding, content } = cards;
  const numberOf = async ({ subject }: Session): Promise<string> => {
    const person = await eid.person(subject);
    if (!person) throw fail("cards.card-unknown");
    return person.nationalId;
  };
  const show = async (request: FastifyRequest, session: Session, error?: string): Promise<View> => {
    const { t, lang } = request;
    const own = await holding.ofPerson(await numberOf(session));
    const rows = await Promise.all(
      own.map(async (card) => [card.blank ?? "", t(`cards.own.${ownState(await holding.standing(card))}`)]),
    );
    const [wanted] = (await cards.orders.openOf(await numberOf(session))).filter(({ state }) => state === "photo");
    const photo = wanted && (await cards.orders.photo(wanted.id));
    const waiting = own.find(({ state }) => state === "handed-over");
    const code = uiOf(request).input({
      ...{
        id: "code",
        name: "code",
        label: { text: t("cards.own.code") },
        hint: { text: t("cards.own.code-hint") },
        inputmode: "numeric",
      },
      ...{ autocomplete: "off", classes: "tr-input--width-10", attributes: { maxlength: 8 } },
      ...(error ? { errorMessage: { text: error } } : {}),
    });
    const { inForce, planned } = content.fees;
    const fees = (["first", "exchange", "replacement"] as const).map((kind) => [
      t(`cards.kind.${kind}`),
      formatMoney(inForce[kind], lang),
      formatMoney(planned[kind], lang),
    ]);
    const wallet = site.href("wallet", "/me/wallet");
    const title = t("cards.own.title");
    return {
      title,
      path: [],
      content: html`${errorBox(request, error, waiting ? "#code" : wanted ? "#file" : "#main")}<h1>${title}</h1><p class="tr-lead">${t("cards.own.lead")}</p>
        ${rows.length > 0 ? scrollable(title, grid([t("cards.own.number"), t("cards.state")], rows)) : html`<p>${t("cards.own.none")}</p>`}
        ${
          wanted &&
          html`<h2>${t("cards.own.photo")}</h2><p>${t(isJudged(photo) ? "cards.own.photo.sent" : "cards.own.photo.lead")}</p>
          ${photo && photoFindings(request, photo)}${photoForm(request, `${ownPlace}/photo`, waiting ? undefined : error)}`
        }
        ${
          waiting &&
          html`<h2>${t("cards.own.activate")}</h2>
          ${actForm(t("cards.activate"), "activate", [hiddenField("card", waiting.id), code], "")}`
        }
        ${wallet && html`<h2>${t("cards.own.wallet")}</h2><p><a class="tr-link" href="${wallet}">${t("cards.own.to-wallet")}</a></p>`}
        <h2>${t("cards.own.content")}</h2>
        ${scrollable(
          t("cards.own.content"),
          grid(
            [t("cards.own.zone"), t("cards.own.says")],
            (["open", "public", "protected"] as const).map((zone) => [
              t(`cards.own.zone.${zone}`),
              content[zone].map((field) => t(`cards.field.${field}`)).join(t("cards.own.comma")),
            ]),
          ),
        )}
        <h2>${t("cards.own.fees")}</h2>${scrollable(
          t("cards.own.fees"),
          grid([t("cards.kind"), t("cards.own.in-force"), t("cards.own.planned")], fees),
        )}<p>${inForce.law}</p>`,
    };
  };
  app.post(
    `${ownPlace}/photo`,
    hidden,
    site.signedIn(
      "anybody",
      async (request, session, reply) => {
        const send = async (): Promise<void> => {
          const [order] = (await cards.orders.openOf(await numberOf(session))).filter(({ state }) => state === "photo");
          if (!order) throw fail("cards.order-ended");
          const { file, takenOn } = await receivedPhoto(request);
          await cards.orders.addPhoto(order.id, file, { by: session.subject, declaredOn: takenOn, limit: mostPhotos });
        };
        return answer(request, reply, send, (error) => show(request, session, error), ownPlace);
      },
      { returnTo: () => ownPlace },
    ),
  );
  formPage(app, site, {
    ...{ address: ownPlace, allowed: "anybody", show },
    acts: {
      activate: async (request, session) => {
        const id = posted(request, "card", 40);
        if (!/^[0-9a-f-]{36}$/.test(id)) throw fail("cards.card-unknown");
        await holding.activateOnline({
          id,
          nationalId: await numberOf(session),
          code: posted(request, "code", 20),
          by: session.subject,
        });
      },
    },
  });
}

/** A photo in which the rules find nothing waits for the officer. */
const isJudged = (photo: { faults: readonly string[]; decision: string | null } | undefined): boolean =>
  photo !== undefined && photo.faults.length === 0 && photo.decision === null;

/** What a holder is told; the centre's own steps are one to them. */
function ownState(state: string): string {
  if (["arrived", "handed-over", "activating", "active", "suspended", "revoked"].includes(state)) return state;
  return state === "void" || state === "missing" ? "void" : "making";
}
