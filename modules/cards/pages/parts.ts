import { button, table, tag } from "@troad/design";
import { type Html, html } from "@troad/html";
import { CodedError, isUuid, type ModuleContext, seeOther } from "@troad/kernel";
import { hidden, posted, type Session, type Site, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Cards } from "../cards.ts";
import { fail } from "../errors.ts";

export const roles = {
  keeper: "card-keeper",
  operator: "card-operator",
  checker: "card-checker",
  office: "household-officer",
} as const;
export const centreRoles = [roles.keeper, roles.operator, roles.checker];
export const places = {
  stock: "/work/cards",
  batches: "/work/card-batches",
  parcels: "/work/card-parcels",
  orders: "/work/card-orders",
} as const;
export type Pages = { ctx: Pick<ModuleContext, "clock">; site: Site; cards: Cards };

type Show = (request: FastifyRequest, session: Session, error?: string) => Promise<View>;
type Act = (request: FastifyRequest, session: Session) => Promise<void>;

/** A page with forms that post to its own address: what `acts` refuses with a code of ours is shown on the page, and nothing has changed. */
export function formPage(
  app: FastifyInstance,
  site: Site,
  {
    address,
    allowed,
    show,
    acts,
  }: { address: string; allowed: readonly string[] | "anybody"; show: Show; acts: Readonly<Record<string, Act>> },
): void {
  app.get(
    address,
    hidden,
    site.signedIn(allowed, (request, session) => show(request, session)),
  );
  app.post(
    address,
    hidden,
    site.signedIn(allowed, async (request, session, reply) => {
      const name = posted(request, "act");
      const act = Object.hasOwn(acts, name) ? acts[name] : undefined;
      if (!act) return { ...(await show(request, session)), status: 422 };
      return answer(
        request,
        reply,
        () => act(request, session),
        (error) => show(request, session, error),
      );
    }),
  );
}

/** Goes to the page that `work` names, or else to `to`, which is this one unless it is given; or shows it with what was refused. */
export async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<unknown>,
  show: (error: string) => Promise<View>,
  to = request.url.split("?")[0]!,
): Promise<View | FastifyReply> {
  let next = to;
  try {
    const named = await work();
    if (typeof named === "string") next = named;
  } catch (error) {
    if (!(error instanceof CodedError) || !error.code.startsWith("cards.") || error.status === 404) throw error;
    return { ...(await show(request.t(`error.${error.code}`, error.params))), status: error.status, isError: true };
  }
  return seeOther(reply, next);
}

/** Which one of a list an address names. */
export function idOf(
  request: FastifyRequest,
  code: "cards.batch-unknown" | "cards.parcel-unknown" | "cards.order-unknown",
): string {
  const { id } = request.params as { id: string };
  if (!isUuid(id)) throw fail(code);
  return id;
}

export const errorBox = (request: FastifyRequest, error: string | undefined, href = "#main"): Html | false =>
  error !== undefined &&
  uiOf(request).errorSummary({ titleText: request.t("web.form.problem"), errorList: [{ text: error, href }] });

export const stateTag = (text: string, hue: string | undefined): Html => tag({ text, classes: `tr-tag--${hue ?? "blue"}` });

/** A form of one act: fields and one button. */
export const actForm = (text: string, act: string, fields: readonly Html[], classes = "tr-button--secondary"): Html =>
  html`<form method="post" novalidate>${fields}${button({ text, name: "act", value: act, classes })}</form>`;

export const hiddenField = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`;

export function numberField(request: FastifyRequest, name: string, label: string, id = name): Html {
  return uiOf(request).input({
    ...{ id, name, label: { text: label }, inputmode: "numeric", classes: "tr-input--width-5", attributes: { maxlength: 5 } },
  });
}

export const textField = (request: FastifyRequest, name: string, label: string, id = name): Html =>
  uiOf(request).input({ id, name, label: { text: label }, attributes: { maxlength: 300 } });

/** A whole number of a form; one that is none counts as impossible. */
export const numberOf = (request: FastifyRequest, name: string): number => {
  const text = posted(request, name, 5);
  return /^\d{1,5}$/.test(text) ? Number(text) : 99_999;
};

export const grid = (head: readonly string[], rows: readonly (readonly (string | Html)[])[]): Html =>
  table({
    head: head.map((text) => ({ text })),
    rows: rows.map((cells) => cells.map((one) => (typeof one === "string" ? { text: one } : { html: one }))),
  });
