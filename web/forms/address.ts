import { type Html, html } from "@troad/html";
import type { FastifyRequest } from "fastify";
import { uiOf } from "../site/view.ts";
import { inFrame, type Legend, partOf } from "./composite.ts";
import type { FieldShown } from "./shown.ts";

/** An address: one list of districts under their counties, which needs no script, then road and number. */
export function addressHtml(request: FastifyRequest, shown: FieldShown, legend: Legend): Html {
  const { field, values, places } = shown;
  const { t, lang } = request;
  const ui = uiOf(request);
  const counties = (places?.counties(lang) ?? []).map(({ name, districts }) => ({
    heading: name,
    // a closed list shows the district alone: with its county it can be told from one of the same name
    items: districts.map((one) => ({ value: one.code, text: lang === "zh-Hant" ? name + one.name : `${one.name}, ${name}` })),
  }));
  return inFrame(
    request,
    shown,
    legend,
    html`${ui.select({
      id: `${field.name}-district`,
      name: `${field.name}-district`,
      label: { text: t("web.form.district") },
      value: partOf(values, field.name, "district"),
      items: [{ value: "", text: t("web.form.district-choose") }, ...counties],
    })}${ui.input({
      id: `${field.name}-line`,
      name: `${field.name}-line`,
      label: { text: t("web.form.road-line") },
      value: partOf(values, field.name, "line"),
      autocomplete: "address-line1",
    })}`,
  );
}
