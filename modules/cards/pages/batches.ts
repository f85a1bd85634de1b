import { button, scrollable } from "@troad/design";
import { html } from "@troad/html";
import { hidden, listRoutes, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type MadeCard, type RejectReason, rejectReasons } from "../centre/batches.ts";
import { fail } from "../errors.ts";
import { actForm, answer, errorBox, formPage, grid, hiddenField, idOf, type Pages, places, roles, stateTag } from "./parts.ts";
import { reasonText } from "./stock.ts";

type Batch = Awaited<ReturnType<Pages["cards"]["batches"]["list"]>>[number];
const allowed = [roles.operator, roles.checker];

/** Batches: planned, made by a job, each card checked; letters go to the printer. */
export function batchPages(app: FastifyInstance, { ctx, site, cards: { batches } }: Pages): void {
  listRoutes<Session, Batch>({
    ...{ app, ctx, address: places.batches },
    guard: (load) => site.signedIn(allowed, load),
    list: async ({ t }) => ({
      ...{ address: places.batches, title: t("cards.batches.title"), file: "card-batches", filters: [] },
      lead: html`<p class="tr-lead">${t("cards.batches.lead")}</p>
        ${
          batches.isReady
            ? html`<form method="post" action="${places.batches}/plan" novalidate>${button({ text: t("cards.batches.plan") })}</form>`
            : html`<p>${t("cards.batches.no-station")}</p>`
        }`,
      empty: { title: t("cards.batches.none") },
      columns: [
        {
          ...{ key: "at", text: t("cards.at"), kind: "instant", value: ({ at }) => at },
        },
        {
          ...{ key: "office", text: t("cards.office"), kind: "text", value: ({ office }) => office },
          show: ({ id, office }) => html`<a class="tr-link" href="${places.batches}/${id}">${office}</a>`,
        },
        { key: "cards", text: t("cards.cards"), kind: "number", value: ({ cards }) => cards },
        { key: "state", text: t("cards.state"), kind: "text", value: ({ state }) => t(`cards.batch.${state}`) },
      ],
      source: {
        cursorKind: "number",
        cursor: ({ seq }) => String(seq),
        rows: ({ before, limit }) => batches.list({ before: before === undefined ? null : Number(before), limit }),
      },
    }),
  });
  app.post(
    `${places.batches}/plan`,
    hidden,
    site.signedIn([roles.operator], async (request, { subject }, reply) => {
      const plan = async (): Promise<string> => `${places.batches}/${await batches.plan(subject)}`;
      return answer(request, reply, plan, async (error) => ({
        ...{ title: request.t("cards.batches.title"), path: [{ href: places.batches, text: request.t("cards.batches.title") }] },
        content: html`${errorBox(request, error)}<h1>${request.t("cards.batches.title")}</h1>`,
      }));
    }),
  );
  app.get(
    `${places.batches}/:id/letters.jsonl`,
    hidden,
    site.signedIn([roles.operator], async (request, _, reply) => {
      const letters = await batches.letters(idOf(request, "cards.batch-unknown"));
      return reply
        .type("application/jsonl")
        .header("cache-control", "no-store")
        .header("content-disposition", 'attachment; filename="letters.jsonl"')
        .send(letters.map((one) => `${JSON.stringify(one)}\n`).join(""));
    }),
  );
  const show = async (request: FastifyRequest, _: unknown, error?: string): Promise<View> => {
    const { t } = request;
    const id = idOf(request, "cards.batch-unknown");
    const batch = await batches.find(id);
    if (!batch) throw fail("cards.batch-unknown");
    const [cards, letters] = [await batches.cards(id), await batches.letters(id)];
    const title = t("cards.batch.title", { office: batch.office });
    const check = (card: MadeCard) =>
      card.state === "printed"
        ? html`${actForm(t("cards.pass"), "pass", [hiddenField("card", card.id)])}${actForm(t("cards.reject"), "reject", [
            hiddenField("card", card.id),
            rejectField(request, card.id),
          ])}`
        : reasonText(request, card.reason);
    const rows = cards.map((card) => [card.blank ?? "", t(`cards.card.${card.state}`), check(card)]);
    return {
      title,
      path: [{ href: places.batches, text: t("cards.batches.title") }],
      content: html`${errorBox(request, error)}<h1>${title}</h1>
        <p>${stateTag(t(`cards.batch.${batch.state}`), { done: "green", halted: "red" }[batch.state as string])} ${reasonText(request, batch.reason)}</p>
        ${batch.state === "halted" && actForm(t("cards.batch.resume"), "resume", [])}
        ${scrollable(title, grid([t("cards.blank-number"), t("cards.state"), t("cards.check")], rows))}
        <h2>${t("cards.letters.title", { count: letters.length })}</h2><p>${t("cards.letters.lead")}</p>
        ${
          letters.length > 0 &&
          html`<p><a class="tr-link" href="${places.batches}/${id}/letters.jsonl" download>${t("cards.letters.fetch")}</a></p>
          ${actForm(t("cards.letters.printed"), "letters", [])}`
        }`,
    };
  };
  const cardIn = (request: FastifyRequest): string => {
    const card = posted(request, "card", 40);
    if (!/^[0-9a-f-]{36}$/.test(card)) throw fail("cards.card-unknown");
    return card;
  };
  formPage(app, site, {
    ...{ address: `${places.batches}/:id`, allowed, show },
    acts: {
      resume: (request, { subject }) => batches.resume(idOf(request, "cards.batch-unknown"), subject),
      pass: (request, { subject }) => batches.pass(cardIn(request), subject),
      reject: async (request, { subject }) => {
        const reason = rejectReasons.find((one) => one === posted(request, "reason"));
        if (!reason) throw fail("cards.reason-missing");
        await batches.reject(cardIn(request), reason satisfies RejectReason, subject);
      },
      letters: async (request, { subject }) => {
        await batches.lettersPrinted(idOf(request, "cards.batch-unknown"), subject);
      },
    },
  });
}

const rejectField = (request: FastifyRequest, card: string) =>
  uiOf(request).select({
    ...{ id: `reason-${card}`, name: "reason", label: { text: request.t("cards.reason") } },
    items: [
      { value: "", text: "" },
      ...rejectReasons.map((value) => ({ value, text: request.t(`cards.why.rejected-${value}`) })),
    ],
  });
