import { summaryList } from "@troad/design";
import { html } from "@troad/html";
import { easyCard, mobileBarcode } from "@troad/invoice-formats";
import { type CodedError, seeOther } from "@troad/kernel";
import { asked, hidden, type View } from "@troad/web";
import type { FastifyRequest } from "fastify";
import { halfWidth } from "../../intake/characters.ts";
import { pastOf, reasoned } from "../act-views.ts";
import { officeFailure } from "../errors.ts";
import { failedAs, type OfficeField, officeForm, tried, typedIn } from "../form-view.ts";
import { type Office, type OfficePages, officePath, officeTrail, operatorRole, standingTag } from "../parts.ts";
import type { Registrations } from "./registrations.ts";

type Parts = Office & { registrations: Registrations };
const address = `${officePath}/carriers`;
const kinds = [mobileBarcode, easyCard];
const none = { code: "", id: "", type: mobileBarcode, reason: "" };
type Values = typeof none;

/** Barcodes and cards: registered, found by their whole number, suspended when they are lost. */
export const carrierOfficePages: OfficePages<Pick<Parts, "registrations">> = (app, parts) => {
  const { work, registrations } = parts;
  const valuesIn = (request: FastifyRequest): Values => {
    const values = typedIn(request, [{ name: "type" }, { name: "id" }, { name: "code" }, { name: "reason" }]) as Values;
    return { ...values, id: halfWidth(values.id).toUpperCase() };
  };
  const found = ({ type, id }: Values): string => `${address}?${new URLSearchParams({ type, id }).toString()}`;
  app.get(
    address,
    hidden,
    work.signedIn([operatorRole], async (request) =>
      pageView(parts, request, { ...none, type: asked(request, "type") || mobileBarcode, id: asked(request, "id") }),
    ),
  );
  app.post(
    address,
    hidden,
    work.signedIn([operatorRole], async (request, { subject: by }, reply) => {
      const values = valuesIn(request);
      const error = await tried(() => registrations.carrier({ ...values, by }));
      return error ? pageView(parts, request, { ...values, code: "" }, error, "register") : seeOther(reply, found(values));
    }),
  );
  for (const act of ["suspend", "resume"] as const)
    app.post(
      `${address}/${act}`,
      hidden,
      work.signedIn([operatorRole], async (request, { subject: by }, reply) => {
        const { reason, ...values } = valuesIn(request);
        const about = { about: "carrier" as const, id: `${values.type} ${values.id}` };
        const error = await tried(() => registrations.suspend({ ...about, suspended: act === "suspend", by, reason }));
        return error
          ? pageView(parts, request, { ...values, reason }, error, act)
          : seeOther(reply, found({ ...values, reason }));
      }),
    );
};

const fieldsOf = ({ t }: FastifyRequest): OfficeField[] => [
  { name: "type", kind: "choice", options: kinds.map((value) => ({ value, text: t(`invoice.carriers-office.kind.${value}`) })) },
  { name: "id", hint: true },
];

async function pageView(
  { registrations }: Parts,
  request: FastifyRequest,
  values: Values,
  error?: CodedError,
  act = "",
): Promise<View> {
  const { t } = request;
  const key = "invoice.carriers-office";
  const title = t(`${key}.title`);
  const wanted = values.id !== "" && act !== "register";
  const row = wanted ? await registrations.oneCarrier(values.type, values.id) : undefined;
  const unknown = wanted && !row ? officeFailure("office.unknown", { field: "id" }) : undefined;
  const search = officeForm(request, {
    key,
    action: address,
    fields: fieldsOf(request),
    submit: `${key}.find`,
    method: "get",
    values,
    error: unknown,
  });
  const register = officeForm(request, {
    ...{ key, action: address, submit: "invoice.office.register", prefix: "new", values: act === "register" ? values : none },
    ...(act === "register" ? { error } : {}),
    fields: [...fieldsOf(request), { name: "code", hint: true }],
  });
  const turn = row?.standing === "suspended" ? "resume" : "suspend";
  const turned = reasoned(request, `${address}/${turn}`, `invoice.office.${turn}`, {
    ...{ hidden: { type: values.type, id: values.id } },
    ...(act === turn ? { values, error } : {}),
  });
  const one =
    row &&
    html`${summaryList({
      rows: [
        { key: { text: t(`${key}.id`) }, value: { html: html`<span class="inv-code">${row.id}</span>` } },
        { key: { text: t("invoice.office.standing") }, value: { html: standingTag(request, row.standing) } },
      ],
    })}${pastOf(request, await registrations.past("carrier", `${row.type} ${row.id}`))}
      ${turned.form}`;
  const content = html`${search.summary}${register.summary}${turned.summary}<h1>${title}</h1>
    ${search.form}${one}
    <h2>${t(`${key}.new`)}</h2>${register.form}`;
  return { title, content, path: officeTrail(request), ...failedAs(error ?? unknown) };
}
