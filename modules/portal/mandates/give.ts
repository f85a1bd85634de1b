import { button } from "@troad/design";
import type { Field } from "@troad/forms";
import { html } from "@troad/html";
import { instant, seeOther } from "@troad/kernel";
import { hidden, type OwnError, ownForm, postedKey, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { termOf } from "../posts/term.ts";
import { type MandatePages, servicesTaking } from "./parts.ts";

type Shown = { values: Record<string, unknown>; errors: readonly OwnError[]; key: string };
const address = "/me/mandates/give";

const fieldsFor = (services: readonly string[]): Field[] => [
  { type: "national-id", name: "nationalId", label: "portal.mandates.national-id" },
  { type: "text", name: "name", label: "portal.mandates.name", hint: "portal.mandates.name-hint", maxLength: 100 },
  ...scopeFields(services),
  {
    type: "date",
    name: "until",
    label: "portal.mandates.last-day",
    hint: "portal.mandates.last-day-hint",
    required: false,
    min: "today",
  },
];

/** All services, or some of those that take mandates. */
export const scopeFields = (services: readonly string[]): Field[] =>
  services.length === 0
    ? []
    : [
        {
          ...{ type: "choice", name: "scope", label: "portal.mandates.scope" },
          options: ["all", "some"].map((value) => ({ value, label: `portal.mandates.scope.${value}` })),
        },
        {
          ...{ type: "choices", name: "services", label: "portal.mandates.services", showWhen: { field: "scope", is: "some" } },
          options: services.map((value) => ({ value, label: value })),
        },
      ];

export const servicesIn = ({ scope, services }: Record<string, unknown>): string[] | null =>
  scope === "some" && Array.isArray(services) ? services.map(String) : null;

/** A citizen lets someone else act for them, in all services or in some, until a day or until they end it. */
export function giveForm(app: FastifyInstance, parts: MandatePages): void {
  const { ctx, site } = parts;
  app.get(
    address,
    hidden,
    site.signedIn(["citizen"], async (request) => page(parts, request, { values: {}, errors: [], key: ctx.ids.uuid() })),
  );
  app.post(
    address,
    hidden,
    site.signedIn(
      ["citizen"],
      async (request, session, reply) => {
        const key = postedKey(request, ctx.ids);
        const given = await give(parts, request, session, key);
        if ("id" in given) return seeOther(reply, `/me/mandates/${given.id}`);
        const values = (request.body ?? {}) as Record<string, unknown>;
        return { ...page(parts, request, { values, errors: given.errors, key }), status: 422, isError: true };
      },
      { returnTo: () => address },
    ),
  );
}

async function give(
  parts: MandatePages,
  request: FastifyRequest,
  { subject }: Session,
  key: string,
): Promise<{ errors: OwnError[] } | { id: string }> {
  const { ctx, people } = parts;
  const parsed = ownForm(ctx, fieldsFor(servicesTaking(parts, ["agent"]))).parse(request.body);
  if ("errors" in parsed) return parsed;
  const { nationalId, name, until } = parsed.values;
  const holder = await people.personNamed({ nationalId: String(nationalId), name: String(name) });
  if (!holder) return { errors: [{ field: "nationalId", code: "people.person-unknown" }] };
  if (holder.subject === subject) return { errors: [{ field: "nationalId", code: "people.mandate-for-oneself" }] };
  const since = instant(ctx.clock);
  const mandate = {
    ...{ holder: holder.subject, services: servicesIn(parsed.values), since },
    until: until === undefined ? null : termOf(String(until), String(until)).until,
  };
  return people.giveMandate({ key: `form ${subject} ${key}`, by: subject, mandate });
}

function page(parts: MandatePages, request: FastifyRequest, { values, errors, key }: Shown): View {
  const { t, lang } = request;
  const title = t("portal.mandates.give");
  const services = servicesTaking(parts, ["agent"]);
  const named = new Map(services.map((id) => [id, parts.services.text(lang, id, "name")]));
  const form = ownForm(parts.ctx, fieldsFor(services)).html(request, { values, errors, named });
  const content = html`${form.summary}<h1>${title}</h1><p class="tr-lead">${t("portal.mandates.give-lead")}</p>
    <form method="post" action="${address}" novalidate><input type="hidden" name="key" value="${key}">${form.fields}
    ${button({ text: t("portal.mandates.give") })}</form>`;
  return { title, content, path: [{ href: "/me/mandates", text: t("portal.mandates.title") }] };
}
