import { button } from "@troad/design";
import type { Field } from "@troad/forms";
import { html } from "@troad/html";
import { CodedError, instant, seeOther } from "@troad/kernel";
import type { MandateKind } from "@troad/people/api";
import { confirmingRole, hidden, type OwnError, ownForm, postedKey, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { termOf } from "../posts/term.ts";
import { scopeFields, servicesIn } from "./give.ts";
import { type MandatePages, servicesTaking } from "./parts.ts";

type Shown = { kinds: readonly MandateKind[]; values: Record<string, unknown>; errors: readonly OwnError[]; key: string };
const address = "/work/mandates/confirm";
const officers = [confirmingRole];

const fieldsFor = (kinds: readonly MandateKind[], services: readonly string[]): Field[] => {
  const persons = kinds.filter((kind) => kind !== "representative");
  const ofPerson = { showWhen: { field: "kind", in: persons } };
  const ofBusiness = { showWhen: { field: "kind", is: "representative" } };
  return [
    {
      ...{ type: "choice", name: "kind", label: "portal.mandates.kind" },
      options: kinds.map((value) => ({ value, label: `portal.mandates.kind.${value}` })),
    },
    ...(persons.length === 0
      ? []
      : ([
          {
            type: "national-id",
            name: "principalId",
            label: "portal.mandates.principal-id",
            hint: "portal.mandates.person-hint",
            ...ofPerson,
          },
          { type: "text", name: "principalName", label: "portal.mandates.principal-name", maxLength: 100, ...ofPerson },
        ] satisfies Field[])),
    ...(kinds.includes("representative")
      ? ([
          { type: "text", name: "businessNo", label: "portal.mandates.business-no", maxLength: 8, minLength: 8, ...ofBusiness },
          { type: "text", name: "businessName", label: "portal.mandates.business-name", maxLength: 200, ...ofBusiness },
        ] satisfies Field[])
      : []),
    { type: "national-id", name: "nationalId", label: "portal.mandates.holder-id" },
    { type: "text", name: "name", label: "portal.mandates.holder-name", maxLength: 100 },
    ...scopeFields(services),
    { type: "date", name: "until", label: "portal.mandates.last-day", required: false, min: "today" },
    { type: "text", name: "basis", label: "portal.mandates.basis", hint: "portal.mandates.basis-hint", maxLength: 500 },
  ];
};

/** An officer confirms who acts for a child, a ward or a business, and what they saw. */
export function confirmForm(app: FastifyInstance, parts: MandatePages): void {
  const { ctx, work, people } = parts;
  app.get(
    address,
    hidden,
    work.signedIn(officers, async (request, { subject }) => {
      const kinds = await people.confirmerOf(subject);
      return page(parts, request, { kinds, values: {}, errors: [], key: ctx.ids.uuid() });
    }),
  );
  app.post(
    address,
    hidden,
    work.signedIn(
      officers,
      async (request, session, reply) => {
        const kinds = await people.confirmerOf(session.subject);
        const key = postedKey(request, ctx.ids);
        const confirmed = await confirm(parts, request, session, { kinds, key });
        if ("id" in confirmed) return seeOther(reply, `/work/mandates/${confirmed.id}`);
        const values = (request.body ?? {}) as Record<string, unknown>;
        return { ...page(parts, request, { kinds, values, errors: confirmed.errors, key }), status: 422, isError: true };
      },
      { returnTo: () => address },
    ),
  );
}

async function confirm(
  parts: MandatePages,
  request: FastifyRequest,
  { subject: by }: Session,
  { kinds, key }: Pick<Shown, "kinds" | "key">,
): Promise<{ errors: OwnError[] } | { id: string }> {
  const { ctx, people } = parts;
  const parsed = ownForm(ctx, fieldsFor(kinds, servicesTaking(parts, kinds))).parse(request.body);
  if ("errors" in parsed) return parsed;
  const text = (name: string): string => String(parsed.values[name] ?? "");
  const wrong = (field: string, code: string) => ({ errors: [{ field, code }] });
  const kind = kinds.find((one) => one === text("kind"));
  if (!kind) return wrong("kind", "people.may-not-confirm");
  const holder = await people.personNamed({ nationalId: text("nationalId"), name: text("name") });
  if (!holder) return wrong("nationalId", "people.person-unknown");
  const isBusiness = kind === "representative";
  if (isBusiness && !/^\d{8}$/.test(text("businessNo"))) return wrong("businessNo", "portal.business-number-invalid");
  const person = isBusiness ? null : await people.personNamed({ nationalId: text("principalId"), name: text("principalName") });
  if (!isBusiness && !person) return wrong("principalId", "people.person-unknown");
  const principal = person ? { subject: person.subject } : { business: text("businessNo"), name: text("businessName") };
  const term = { since: instant(ctx.clock), until: text("until") === "" ? null : termOf(text("until"), text("until")).until };
  const mandate = { kind, principal, holder: holder.subject, services: servicesIn(parsed.values), ...term, basis: text("basis") };
  try {
    return await people.confirmMandate({ key: `form ${by} ${key}`, by, mandate });
  } catch (error) {
    // for themselves an officer confirms nothing
    if (error instanceof CodedError && error.code.startsWith("people.")) return wrong("nationalId", error.code);
    throw error;
  }
}

function page(parts: MandatePages, request: FastifyRequest, { kinds, values, errors, key }: Shown): View {
  const { t, lang } = request;
  const title = t("portal.mandates.confirm");
  const services = servicesTaking(parts, kinds);
  const named = new Map(services.map((id) => [id, parts.services.text(lang, id, "name")]));
  const form = ownForm(parts.ctx, fieldsFor(kinds, services)).html(request, { values, errors, named });
  const content = html`${form.summary}<h1>${title}</h1><p class="tr-lead">${t("portal.mandates.confirm-lead")}</p>
    <form method="post" action="${address}" novalidate><input type="hidden" name="key" value="${key}">${form.fields}
    ${button({ text: t("portal.mandates.confirm") })}</form>`;
  return { title, content, path: [{ href: "/work/mandates", text: t("portal.mandates.confirmed") }] };
}
