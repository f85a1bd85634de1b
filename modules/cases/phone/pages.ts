import { button } from "@troad/design";
import type { Field } from "@troad/forms";
import { html } from "@troad/html";
import { CodedError, type ModuleContext, seeOther } from "@troad/kernel";
import { agencyOf, counterRole, hidden, type OwnError, ownForm, posted, type Session, type View } from "@troad/web";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Definitions } from "../engine/definitions.ts";
import { takesByPhone } from "../filing.ts";
import { counterAddress } from "../pages/counter/begin.ts";
import { officerOf } from "../pages/officer/acts.ts";
import type { Asking, CasePages } from "../pages/parts.ts";

type Parts = Pick<CasePages, "site" | "services"> &
  Asking<"callBack" | "openByPhone"> & {
    ctx: Pick<ModuleContext, "texts" | "clock">;
    definitions: Pick<Definitions, "services">;
  };
export const phoneAddress = "/desk/phone";

const whoFields: readonly Field[] = [
  { type: "national-id", name: "nationalId", label: "cases.counter.national-id" },
  { type: "text", name: "name", label: "cases.counter.name", hint: "cases.phone.name-hint", maxLength: 100 },
];
const whichFields = (services: readonly string[]): Field[] => [
  {
    ...{ type: "choice", name: "service", label: "cases.counter.service" },
    options: services.map((value) => ({ value, label: value })),
  },
  ...whoFields,
];
const codeFields: Field[] = [
  { type: "text", name: "code", label: "cases.phone.code", maxLength: 6, pattern: "[0-9]{6}" } as Field,
];

/** On the telephone: for whom and what, the code that the caller reads out, and then the form as at the counter. */
export function phonePages(app: FastifyInstance, parts: Parts): void {
  const { site, cases } = parts;
  app.get(
    phoneAddress,
    hidden,
    site.signedIn([counterRole], async (request, session) => askPage(parts, request, session, {}, [])),
  );
  app.post(
    phoneAddress,
    hidden,
    site.signedIn(
      [counterRole],
      async (request, session) => {
        const parsed = ownForm(parts.ctx, whichFields(servicesOf(parts, session))).parse(request.body);
        const values = (request.body ?? {}) as Record<string, unknown>;
        if ("errors" in parsed) return askPage(parts, request, session, values, parsed.errors);
        const [service, nationalId, name] = ["service", "nationalId", "name"].map((one) => String(parsed.values[one])) as [
          string,
          string,
          string,
        ];
        const { id } = await cases.callBack({ service, nationalId, name, officer: officerOf(session) });
        return codePage(parts, request, { id, nationalId, name }, []);
      },
      { returnTo: () => phoneAddress },
    ),
  );
  app.post(
    `${phoneAddress}/code`,
    hidden,
    site.signedIn(
      [counterRole],
      async (request, session, reply) => {
        const asked = {
          id: posted(request, "id", 60),
          nationalId: posted(request, "nationalId", 20),
          name: posted(request, "name", 100),
        };
        const again = (code: string): View => codePage(parts, request, asked, [{ field: "code", code }]);
        const code = posted(request, "code", 10);
        if (!/^\d{6}$/.test(code)) return again("case.phone-code-wrong");
        try {
          const { id } = await cases.openByPhone({ ...asked, code, officer: officerOf(session) });
          return seeOther(reply, `${counterAddress}/${id}/form`);
        } catch (error) {
          if (!(error instanceof CodedError) || error.code !== "case.phone-code-wrong") throw error;
          return again(error.code);
        }
      },
      { returnTo: () => phoneAddress },
    ),
  );
}

const servicesOf = ({ definitions }: Parts, session: Session): string[] =>
  definitions.services.all
    .filter(({ definition }) => takesByPhone(definition, agencyOf(session, counterRole)))
    .map(({ id }) => id);

const failed = (errors: readonly OwnError[]): object => (errors.length > 0 ? { status: 422, isError: true } : {});

function askPage(
  parts: Parts,
  request: FastifyRequest,
  session: Session,
  values: Record<string, unknown>,
  errors: readonly OwnError[],
): View {
  const { t, lang } = request;
  const services = servicesOf(parts, session);
  const named = new Map(services.map((id) => [id, parts.services.text(lang, id, "name")]));
  const form = ownForm(parts.ctx, whichFields(services)).html(request, { values, errors, named });
  const title = t("cases.phone.title");
  const ask =
    services.length === 0
      ? html`<p>${t("cases.phone.none")}</p>`
      : html`<form method="post" action="${phoneAddress}" novalidate>${form.fields}${button({ text: t("cases.phone.send") })}</form>`;
  return {
    title,
    content: html`${form.summary}<h1>${title}</h1><p class="tr-lead">${t("cases.phone.lead")}</p>${ask}`,
    path: [],
    ...failed(errors),
  };
}

function codePage(
  parts: Parts,
  request: FastifyRequest,
  asked: { id: string; nationalId: string; name: string },
  errors: readonly OwnError[],
): View {
  const { t } = request;
  const form = ownForm(parts.ctx, codeFields).html(request, { values: {}, errors });
  const kept = Object.entries(asked).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`);
  const title = t("cases.phone.read-out");
  const content = html`${form.summary}<h1>${title}</h1><p class="tr-lead">${t("cases.phone.read-out-lead")}</p>
    <form method="post" action="${phoneAddress}/code" novalidate>${kept}${form.fields}${button({ text: t("cases.counter.begin") })}</form>`;
  return { title, content, path: [{ href: phoneAddress, text: t("cases.phone.title") }], ...failed(errors) };
}
