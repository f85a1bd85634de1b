import { button } from "@troad/design";
import { html } from "@troad/html";
import { kernelFailure, seeOther } from "@troad/kernel";
import type { Mandate } from "@troad/people/api";
import { type Column, confirmingRole, hidden, listRoutes, posted, type Session, uiOf, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type MandatePages, scopeText } from "./parts.ts";
import { endForm, mandateFacts, mandateTag } from "./view.ts";

const address = "/work/mandates";
const officers = [confirmingRole];

/** The mandates that officers have confirmed, and ending one with a reason. */
export function confirmedList(app: FastifyInstance, parts: MandatePages): void {
  const { work, people } = parts;
  listRoutes<Session, Mandate>({
    ...{ app, ctx: parts.ctx, address },
    guard: (load) => work.signedIn(officers, load),
    list: async (request, { subject }) => ({
      ...{ address, title: request.t("portal.mandates.confirmed"), filters: [] },
      lead: html`<p class="tr-lead">${request.t("portal.mandates.confirmed-lead")}</p>
        <p>${button({ text: request.t("portal.mandates.confirm"), href: `${address}/confirm` })}</p>`,
      columns: columns(parts, request),
      source: {
        ...{ cursorKind: "uuid", cursor: ({ id }) => id },
        rows: ({ before, limit }) =>
          people.mandatesConfirmed({ by: subject, limit, ...(before === undefined ? {} : { before }) }),
      },
      empty: { title: request.t("portal.mandates.none-confirmed") },
    }),
  });
  const found = async (request: FastifyRequest, { subject }: Session): Promise<Mandate> => {
    const mandate = await people.mandateOf({ by: subject, id: (request.params as { id: string }).id });
    if (!mandate || !(await people.confirmerOf(subject)).includes(mandate.kind)) throw kernelFailure("request.not-found");
    return mandate;
  };
  app.get(
    `${address}/:id`,
    hidden,
    work.signedIn(officers, async (request, session) => page(parts, request, await found(request, session))),
  );
  app.post(
    `${address}/:id/end`,
    hidden,
    work.signedIn(
      officers,
      async (request, session, reply) => {
        const mandate = await found(request, session);
        const reason = posted(request, "reason", 500);
        if (reason === "") return { ...page(parts, request, mandate, true), status: 422, isError: true };
        await people.endMandate({ id: mandate.id, by: session.subject, reason });
        return seeOther(reply, `${address}/${mandate.id}`);
      },
      { returnTo: (request) => `${address}/${(request.params as { id: string }).id}` },
    ),
  );
}

function columns(parts: MandatePages, request: FastifyRequest): Column<Mandate>[] {
  const { t } = request;
  const name = (key: "principal" | "holder"): Column<Mandate> => ({
    ...{ key, text: t(`portal.mandates.${key}`), kind: "text", value: (one) => one[key].name || t("portal.mandates.no-name") },
  });
  const kind = (one: Mandate): string => t(`portal.mandates.kind.${one.kind}`);
  return [
    {
      ...{ key: "kind", text: t("portal.mandates.kind"), kind: "text", value: kind },
      show: (one) => html`<a class="tr-link" href="${address}/${one.id}">${kind(one)}</a>`,
    },
    name("principal"),
    name("holder"),
    { key: "services", text: t("portal.mandates.services"), kind: "text", value: (one) => scopeText(parts, request, one) },
    { key: "until", text: t("portal.mandates.until"), kind: "instant", value: ({ until, ended }) => ended?.at ?? until },
    {
      ...{
        key: "state",
        text: t("portal.mandates.state"),
        kind: "text",
        value: ({ state }) => t(`portal.mandates.state.${state}`),
      },
      show: (one) => mandateTag(request, one),
    },
  ];
}

function page(parts: MandatePages, request: FastifyRequest, mandate: Mandate, isMissing = false): View {
  const { t } = request;
  const ui = uiOf(request);
  const title = t("portal.mandates.one", { holder: mandate.holder.name, principal: mandate.principal.name });
  const missing = { text: t("portal.mandates.reason-missing") };
  const reason = ui.textarea({
    ...{ id: "reason", name: "reason", rows: 3, label: { text: t("portal.mandates.reason") } },
    ...(isMissing ? { errorMessage: missing } : {}),
  });
  const summary =
    isMissing && ui.errorSummary({ titleText: t("web.form.problem"), errorList: [{ ...missing, href: "#reason" }] });
  const end = mandate.state !== "over" && endForm(request, `${address}/${mandate.id}/end`, reason);
  const content = html`${summary}<h1>${title}</h1><p>${mandateTag(request, mandate)}</p>${mandateFacts(parts, request, mandate)}${end}`;
  return { title, content, path: [{ href: address, text: t("portal.mandates.confirmed") }] };
}
