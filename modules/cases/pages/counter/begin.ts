import { button, time } from "@troad/design";
import type { Field } from "@troad/forms";
import { type Html, html } from "@troad/html";
import { CodedError, isUuid, type ModuleContext, seeOther } from "@troad/kernel";
import {
  agencyOf,
  asked,
  askedPage,
  counterRole,
  hidden,
  type OwnError,
  older,
  ownForm,
  pageSize,
  type Session,
  type View,
} from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import Type from "typebox";
import type { CaseSummary } from "../../api.ts";
import type { Definitions } from "../../engine/definitions.ts";
import { takesAtCounter } from "../../filing.ts";
import { officerOf } from "../officer/acts.ts";
import { type Asking, type CasePages, referenceOf } from "../parts.ts";

type Parts = Pick<CasePages, "site" | "services"> &
  Asking<"openAtCounter" | "counterDrafts"> & {
    ctx: Pick<ModuleContext, "texts" | "clock">;
    definitions: Pick<Definitions, "services">;
  };
type Shown = { values: Record<string, unknown>; errors: readonly OwnError[] };

export const counterAddress = "/desk/counter";
const short = Type.Optional(Type.String({ maxLength: 200 }));

const fieldsFor = (services: readonly string[]): Field[] => [
  {
    ...{ type: "choice", name: "service", label: "cases.counter.service" },
    options: services.map((value) => ({ value, label: value })),
  },
  { type: "national-id", name: "nationalId", label: "cases.counter.national-id" },
  { type: "text", name: "name", label: "cases.counter.name", hint: "cases.counter.name-hint", maxLength: 100 },
];

/** At the counter: who is present and what they ask for, and the applications that are not filed yet. */
export function counterPages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  app.get(
    counterAddress,
    { schema: { hide: true, querystring: Type.Object({ before: short, filed: short }) } },
    site.signedIn([counterRole], (request, session) => page(parts, request, session, { values: {}, errors: [] })),
  );
  app.post(
    counterAddress,
    hidden,
    site.signedIn(
      [counterRole],
      async (request, session, reply) => {
        const parsed = ownForm(parts.ctx, fieldsFor(servicesOf(parts, session))).parse(request.body);
        const again = async (errors: readonly OwnError[]): Promise<View> => {
          const values = (request.body ?? {}) as Record<string, unknown>;
          return { ...(await page(parts, request, session, { values, errors })), status: 422, isError: true };
        };
        if ("errors" in parsed) return again(parsed.errors);
        const [service, nationalId, name] = ["service", "nationalId", "name"].map((one) => String(parsed.values[one]));
        try {
          const officer = officerOf(session);
          const opened = await cases.openAtCounter({ service: service!, nationalId: nationalId!, name: name!, officer });
          return seeOther(reply, `${counterAddress}/${opened.id}/form`);
        } catch (error) {
          if (!(error instanceof CodedError) || !["case.person-unknown", "case.not-at-counter"].includes(error.code)) throw error;
          return again([{ field: "nationalId", code: error.code }]);
        }
      },
      { returnTo: () => counterAddress },
    ),
  );
}

const orderOf = ({ id, definition }: { id: string; definition: { lifeEvent: string } }): string =>
  `${definition.lifeEvent} ${id}`;

/** The services of the officer's agency that are applied for at the counter, those of one event in life together. */
const servicesOf = ({ definitions }: Parts, session: Session): string[] =>
  definitions.services.all
    .filter(({ definition }) => takesAtCounter(definition, agencyOf(session, counterRole)))
    .sort((one, other) => orderOf(one).localeCompare(orderOf(other)))
    .map(({ id }) => id);

async function page(parts: Parts, request: FastifyRequest, session: Session, { values, errors }: Shown): Promise<View> {
  const { t, lang } = request;
  const title = t("cases.counter.title");
  const services = servicesOf(parts, session);
  const named = new Map(services.map((id) => [id, parts.services.text(lang, id, "name")]));
  const only = services.length === 1 ? { service: services[0] } : {};
  const form = ownForm(parts.ctx, fieldsFor(services)).html(request, { values: { ...only, ...values }, errors, named });
  const filed = asked(request, "filed", 60);
  const banner = isUuid(filed) && noticeOf(t("cases.counter.filed", { reference: referenceOf(filed) }));
  const drafts = await parts.cases.counterDrafts(session.subject, askedPage(request, "uuid"));
  const begin =
    services.length === 0
      ? html`<p>${t("cases.counter.none")}</p>`
      : html`<form method="post" action="${counterAddress}" novalidate>${form.fields}${button({ text: t("cases.counter.begin") })}</form>`;
  const content = html`${form.summary}${banner}<h1>${title}</h1><p class="tr-lead">${t("cases.counter.lead")}</p>${begin}
    ${open(parts, request, drafts)}`;
  return { title, content, path: [] };
}

const noticeOf = (text: string): Html => html`<div class="tr-notice" role="status"><p>${text}</p></div>`;

function open({ services }: Parts, request: FastifyRequest, drafts: readonly CaseSummary[]): Html | undefined {
  const { t, lang } = request;
  if (drafts.length === 0) return undefined;
  const lines = drafts.slice(0, pageSize).map((one) => {
    const text = t("cases.counter.for", { service: services.text(lang, one.named, "name"), name: one.applicant });
    return html`<li class="tr-lines__item"><a class="tr-lines__link" href="${counterAddress}/${one.id}/form">${text}</a>
      <p class="tr-lines__meta">${time(one.updatedAt, { lang })}</p></li>`;
  });
  return html`<h2>${t("cases.counter.open")}</h2><ul class="tr-lines">${lines}</ul>${older(request, drafts, ({ id }) => id)}`;
}
