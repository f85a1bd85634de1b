import { scrollable } from "@troad/design";
import { html } from "@troad/html";
import { posted, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { fail } from "../errors.ts";
import {
  actForm,
  centreRoles,
  errorBox,
  formPage,
  grid,
  hiddenField,
  numberField,
  numberOf,
  type Pages,
  places,
  textField,
} from "./parts.ts";

/** The stock of blank cards: how many stand where, boxes to be counted, and what is to be destroyed. */
export function stockPages(app: FastifyInstance, { site, cards: { blanks } }: Pages): void {
  const show = async (request: FastifyRequest, _: unknown, error?: string): Promise<View> => {
    const { t } = request;
    const [stock, deliveries, destructions, spoiled] = await Promise.all([
      blanks.stock(),
      blanks.deliveries(),
      blanks.destructions(),
      blanks.list({ states: ["spoiled"], before: null, limit: 50 }),
    ]);
    const title = t("cards.stock.title");
    const box = (one: (typeof deliveries)[number]) =>
      one.state === "received"
        ? t("cards.stock.received")
        : html`${t(`cards.stock.${one.state}`)}
            ${actForm(t("cards.count"), "count", [
              hiddenField("delivery", one.id),
              numberField(request, "counted", t("cards.counted"), `counted-${one.id}`),
            ])}`;
    return {
      title,
      path: [],
      content: html`${errorBox(request, error)}<h1>${title}</h1><p class="tr-lead">${t("cards.stock.lead")}</p>
        ${grid(
          Object.keys(stock).map((state) => t(`cards.blank.${state}`)),
          [Object.values(stock).map(String)],
        )}
        <h2>${t("cards.stock.deliveries")}</h2>
        ${
          deliveries.length > 0 &&
          scrollable(
            t("cards.stock.deliveries"),
            grid(
              [t("cards.stock.first"), t("cards.stock.announced-count"), t("cards.state")],
              deliveries.map((one) => [one.first_number, String(one.announced), box(one)]),
            ),
          )
        }
        ${actForm(t("cards.stock.announce"), "announce", [
          textField(request, "first", t("cards.stock.first")),
          numberField(request, "count", t("cards.stock.announced-count")),
        ])}
        <h2>${t("cards.stock.spoiled")}</h2>
        ${
          spoiled.length > 0 &&
          scrollable(
            t("cards.stock.spoiled"),
            grid(
              [t("cards.blank-number"), t("cards.reason")],
              spoiled.map((one) => [one.number, reasonText(request, one.reason)]),
            ),
          )
        }
        ${actForm(t("cards.stock.spoil"), "spoil", [textField(request, "number", t("cards.blank-number")), textField(request, "reason", t("cards.reason"))])}
        ${spoiled.length > 0 && actForm(t("cards.stock.propose"), "propose", [])}
        ${destructions.map(
          (one) => html`<h3>${t("cards.stock.destruction", { count: one.numbers.length })}</h3><p>${one.numbers.join(" ")}</p>
            ${actForm(t("cards.stock.destroy"), "destroy", [hiddenField("destruction", one.id)], "tr-button--warning")}`,
        )}`,
    };
  };
  const idIn = (request: FastifyRequest, name: string): string => {
    const id = posted(request, name, 40);
    if (!/^[0-9a-f-]{36}$/.test(id)) throw fail(name === "delivery" ? "cards.delivery-unknown" : "cards.destruction-unknown");
    return id;
  };
  formPage(app, site, {
    ...{ address: places.stock, allowed: centreRoles, show },
    acts: {
      announce: async (request, { subject }) => {
        await blanks.announce(posted(request, "first", 12), numberOf(request, "count"), subject);
      },
      count: async (request, { subject }) => {
        const counted = numberOf(request, "counted");
        if (counted > 10_000) throw fail("cards.numbers-wrong");
        await blanks.countDelivery(idIn(request, "delivery"), counted, subject);
      },
      spoil: (request, { subject }) => blanks.spoil(posted(request, "number", 12), posted(request, "reason", 300), subject),
      propose: async (_, { subject }) => {
        const proposed = new Set((await blanks.destructions()).flatMap(({ numbers }) => numbers));
        const spoiled = await blanks.list({ states: ["spoiled"], before: null, limit: 500 });
        await blanks.proposeDestruction(
          spoiled.map(({ number }) => number).filter((one) => !proposed.has(one)),
          subject,
        );
      },
      destroy: (request, { subject }) => blanks.destroy(idIn(request, "destruction"), subject),
    },
  });
}

/** Reasons of the centre have a text; what a person wrote is shown as it is. */
export const reasonText = ({ t }: Pick<FastifyRequest, "t">, reason: string | null): string => {
  if (reason === null) return "";
  const known =
    /^(interrupted-(personalising|printing)|rejected-\w+|lost-in-transport|holder-died|order-ended|no-blanks|cancelled|replaced)$/;
  return known.test(reason)
    ? t(`cards.why.${reason}`)
    : reason.startsWith("token.")
      ? t("cards.why.token", { code: reason })
      : reason;
};
