import { summaryList } from "@troad/design";
import { html } from "@troad/html";
import { hidden, listRoutes, posted, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { fail } from "../errors.ts";
import type { OrderRow } from "../orders.ts";
import { headCm, photoRule } from "../photo/rules.ts";
import {
  actForm,
  answer,
  errorBox,
  formPage,
  idOf,
  numberField,
  numberOf,
  type Pages,
  places,
  roles,
  textField,
} from "./parts.ts";
import { photoFindings, photoForm, receivedPhoto } from "./photo.ts";

const allowed = [roles.office];
const waiting = ["photo", "ready", "production"] as const;

/** Orders at the office: the photo is taken in, judged by rule, and accepted by two marks or refused with a reason. */
export function orderPages(app: FastifyInstance, { ctx, site, cards: { orders } }: Pages): void {
  listRoutes<Session, OrderRow>({
    ...{ app, ctx, address: places.orders },
    guard: (load) => site.signedIn(allowed, load),
    list: async ({ t }) => ({
      ...{ address: places.orders, title: t("cards.orders.title"), file: "card-orders", filters: [] },
      lead: html`<p class="tr-lead">${t("cards.orders.lead")}</p>`,
      empty: { title: t("cards.orders.none") },
      columns: [
        {
          ...{ key: "name", text: t("cards.holder"), kind: "text", value: ({ holder }) => holder?.name ?? "" },
          show: ({ id, holder }) => html`<a class="tr-link" href="${places.orders}/${id}">${holder?.name ?? id}</a>`,
        },
        { key: "kind", text: t("cards.kind"), kind: "text", value: ({ kind }) => t(`cards.kind.${kind}`) },
        { key: "office", text: t("cards.office"), kind: "text", value: ({ office }) => office },
        { key: "state", text: t("cards.state"), kind: "text", value: ({ state }) => t(`cards.order.${state}`) },
        { key: "at", text: t("cards.at"), kind: "instant", value: ({ at }) => at },
      ],
      source: {
        cursorKind: "number",
        cursor: ({ seq }) => String(seq),
        rows: ({ before, limit }) =>
          orders.list({ states: waiting, before: before === undefined ? null : Number(before), limit }),
        count: (_, limit) => orders.count(waiting, limit),
      },
    }),
  });
  const orderOf = async (request: FastifyRequest): Promise<OrderRow> => {
    const order = await orders.find(idOf(request, "cards.order-unknown"));
    if (!order) throw fail("cards.order-unknown");
    return order;
  };
  app.get(
    `${places.orders}/:id/photo.jpg`,
    hidden,
    site.signedIn(allowed, async (request, _, reply) => {
      const photo = await orders.photo((await orderOf(request)).id);
      if (!photo?.file) throw fail("cards.order-unknown");
      return reply.type("image/jpeg").header("cache-control", "no-store").send(photo.file);
    }),
  );
  const show = async (request: FastifyRequest, _: unknown, error?: string): Promise<View> => {
    const { t } = request;
    const order = await orderOf(request);
    const photo = await orders.photo(order.id);
    const title = t("cards.order.title", { name: order.holder?.name ?? "" });
    const row = (key: string, text: string) => ({ key: { text: t(key) }, value: { text } });
    const isOpen = order.state === "photo" || order.state === "ready";
    const marks =
      photo && photo.crown !== null && photo.chin !== null
        ? headCm({ crown: photo.crown, chin: photo.chin }, photo.height)
        : undefined;
    const judge =
      photo?.decision === null &&
      html`<h2>${t("cards.photo.decide")}</h2><p>${t("cards.photo.marks", { height: photo.height, ...photoRule.headCm })}</p>
      ${photo.faults.length === 0 && actForm(t("cards.photo.accept"), "accept", markFields(request), "")}
      ${actForm(t("cards.photo.refuse"), "refuse", [textField(request, "reason", t("cards.reason"))])}`;
    const upload =
      isOpen && html`<h2>${t("cards.photo.take-in")}</h2>${photoForm(request, `${places.orders}/${order.id}/photo`)}`;
    const picture = {
      src: `${places.orders}/${order.id}/photo.jpg`,
      alt: t("cards.photo.alt", { name: order.holder?.name ?? "" }),
    };
    const facts = [
      row("cards.kind", t(`cards.kind.${order.kind}`)),
      row("cards.office", order.office),
      row("cards.state", t(`cards.order.${order.state}`)),
    ];
    return {
      title,
      path: [{ href: places.orders, text: t("cards.orders.title") }],
      content: html`${errorBox(request, error, photo ? "#main" : "#file")}<h1>${title}</h1>
        ${summaryList({ rows: facts })}
        ${photo?.file && html`<p><img src="${picture.src}" width="207" height="266" alt="${picture.alt}"></p>`}
        ${photo && photoFindings(request, photo, marks === undefined ? [] : [t("cards.photo.head", { cm: marks.toFixed(1) })])}
        ${judge}${upload}`,
    };
  };
  formPage(app, site, {
    ...{ address: `${places.orders}/:id`, allowed, show },
    acts: {
      accept: async (request, { subject }) =>
        orders.accept(
          (await orderOf(request)).id,
          { crown: numberOf(request, "crown"), chin: numberOf(request, "chin") },
          subject,
        ),
      refuse: async (request, { subject }) => orders.refuse((await orderOf(request)).id, posted(request, "reason", 300), subject),
    },
  });
  app.post(
    `${places.orders}/:id/photo`,
    hidden,
    site.signedIn(
      allowed,
      async (request, session, reply) => {
        const order = await orderOf(request);
        const take = async (): Promise<void> => {
          const { file, takenOn } = await receivedPhoto(request);
          await orders.addPhoto(order.id, file, { by: session.subject, declaredOn: takenOn });
        };
        return answer(request, reply, take, (error) => show(request, session, error), `${places.orders}/${order.id}`);
      },
      { returnTo: () => places.orders },
    ),
  );
}

const markFields = (request: FastifyRequest) => [
  numberField(request, "crown", request.t("cards.photo.crown")),
  numberField(request, "chin", request.t("cards.photo.chin")),
];
