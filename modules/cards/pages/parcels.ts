import { button, scrollable } from "@troad/design";
import { html } from "@troad/html";
import { hidden, holds, listRoutes, posted, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { fail } from "../errors.ts";
import type { PackedCard, ParcelRow } from "../parcels.ts";
import {
  actForm,
  answer,
  errorBox,
  formPage,
  grid,
  hiddenField,
  idOf,
  numberField,
  numberOf,
  type Pages,
  places,
  roles,
  stateTag,
  textField,
} from "./parts.ts";

const allowed = [roles.operator, roles.checker, roles.office];

const missingForm = (request: FastifyRequest) =>
  actForm(request.t("cards.parcel.say-missing"), "missing", [textField(request, "numbers", request.t("cards.parcel.missing"))]);

/** Parcels: packed and counted out at the centre, counted in at the office, where cards are handed over and activated. */
export function parcelPages(app: FastifyInstance, { ctx, site, cards: { parcels, holding } }: Pages): void {
  listRoutes<Session, ParcelRow>({
    ...{ app, ctx, address: places.parcels },
    guard: (load) => site.signedIn(allowed, load),
    list: async ({ t }) => ({
      ...{ address: places.parcels, title: t("cards.parcels.title"), file: "card-parcels", filters: [] },
      lead: html`<p class="tr-lead">${t("cards.parcels.lead")}</p>
        ${(await parcels.waiting()).map(
          ({ office }) =>
            html`<form method="post" action="${places.parcels}/pack" novalidate>${hiddenField("office", office)}${button({
              ...{ text: t("cards.parcels.pack", { office }), classes: "tr-button--secondary" },
            })}</form>`,
        )}`,
      empty: { title: t("cards.parcels.none") },
      columns: [
        { key: "at", text: t("cards.at"), kind: "instant", value: ({ at }) => at },
        {
          ...{ key: "office", text: t("cards.office"), kind: "text", value: ({ office }) => office },
          show: ({ id, office }) => html`<a class="tr-link" href="${places.parcels}/${id}">${office}</a>`,
        },
        {
          ...{ key: "cards", text: t("cards.cards"), kind: "number" },
          // who counts must not read what there is to be counted
          value: ({ cards, state }) => (state === "arrived" ? cards : null),
        },
        { key: "state", text: t("cards.state"), kind: "text", value: ({ state }) => t(`cards.parcel.${state}`) },
      ],
      source: {
        cursorKind: "number",
        cursor: ({ seq }) => String(seq),
        rows: ({ before, limit }) => parcels.list({ before: before === undefined ? null : Number(before), limit }),
      },
    }),
  });
  app.post(
    `${places.parcels}/pack`,
    hidden,
    site.signedIn([roles.operator], async (request, { subject }, reply) => {
      const pack = async (): Promise<string> => `${places.parcels}/${await parcels.pack(posted(request, "office", 20), subject)}`;
      const title = request.t("cards.parcels.title");
      return answer(request, reply, pack, async (error) => ({
        ...{ title, path: [{ href: places.parcels, text: title }], content: html`${errorBox(request, error)}<h1>${title}</h1>` },
      }));
    }),
  );
  const show = async (request: FastifyRequest, session: Session, error?: string): Promise<View> => {
    const { t } = request;
    const id = idOf(request, "cards.parcel-unknown");
    const parcel = await parcels.find(id);
    if (!parcel) throw fail("cards.parcel-unknown");
    const isOffice = holds(session, [roles.office]);
    const cards = await parcels.cards(id);
    const title = t("cards.parcel.title", { office: parcel.office });
    // who counts must not see how many there are to be
    const isCounting = isOffice ? parcel.state === "sent" : parcel.state === "packed";
    const act = (card: PackedCard) =>
      isOffice && card.state === "arrived"
        ? actForm(t("cards.hand-over"), "hand-over", [hiddenField("card", card.id)])
        : isOffice && card.state === "handed-over"
          ? actForm(t("cards.activate"), "activate", [hiddenField("card", card.id)])
          : "";
    const rows = cards.map((card) => [
      ...[card.blank ?? "", ...(isOffice ? [card.holder_name ?? ""] : [])],
      ...[t(`cards.card.${card.state}`), act(card)],
    ]);
    const standing = stateTag(t(`cards.parcel.${parcel.state}`), { arrived: "green", short: "red" }[parcel.state as string]);
    const head = [t("cards.blank-number"), ...(isOffice ? [t("cards.holder")] : []), t("cards.state"), t("cards.next")];
    return {
      title,
      path: [{ href: places.parcels, text: t("cards.parcels.title") }],
      content: html`${errorBox(request, error)}<h1>${title}</h1><p>${standing}</p>
        ${isCounting && actForm(t("cards.count"), isOffice ? "in" : "out", [numberField(request, "counted", t("cards.counted"))])}
        ${isOffice && parcel.state === "short" && missingForm(request)}
        ${!isCounting && scrollable(title, grid(head, rows))}`,
    };
  };
  const only = (session: Session, role: string): void => {
    if (!holds(session, [role])) throw fail("cards.same-person");
  };
  const counted = (request: FastifyRequest): number => {
    const value = numberOf(request, "counted");
    if (value > 10_000) throw fail("cards.count-differs", { expected: "?" });
    return value;
  };
  const cardIn = (request: FastifyRequest): string => {
    const card = posted(request, "card", 40);
    if (!/^[0-9a-f-]{36}$/.test(card)) throw fail("cards.card-unknown");
    return card;
  };
  const id = (request: FastifyRequest): string => idOf(request, "cards.parcel-unknown");
  formPage(app, site, {
    ...{ address: `${places.parcels}/:id`, allowed, show },
    acts: {
      out: async (request, session) => {
        if (holds(session, [roles.office])) throw fail("cards.same-person");
        await parcels.countOut(id(request), counted(request), session.subject);
      },
      in: async (request, session) => {
        only(session, roles.office);
        await parcels.countIn(id(request), counted(request), session.subject);
      },
      missing: async (request, session) => {
        only(session, roles.office);
        await parcels.missing(
          id(request),
          posted(request, "numbers", 300)
            .split(/[\s,、，]+/)
            .filter(Boolean),
          session.subject,
        );
      },
      "hand-over": async (request, session) => {
        only(session, roles.office);
        await holding.handOver(cardIn(request), session.subject);
      },
      activate: async (request, session) => {
        only(session, roles.office);
        await holding.activateAtOffice(cardIn(request), session.subject);
      },
    },
  });
}
