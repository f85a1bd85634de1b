import type { Field } from "@troad/forms";
import type { FastifyRequest } from "fastify";

/** An answer as it reads in the summary. */
export function answerText(
  request: FastifyRequest,
  field: Field,
  value: unknown,
  text: (key: string) => string,
  money: (amount: number) => string,
): string {
  if (value === undefined || value === null || value === "") return request.t("web.form.none");
  if (field.type === "yes-no") return request.t(value === true ? "web.form.yes" : "web.form.no");
  if (field.type === "money" && typeof value === "number") return money(value);
  if (field.type === "choice" || field.type === "choices") {
    const chosen = Array.isArray(value) ? value : [value];
    return chosen
      .map((one) => text(field.options.find((option) => option.value === one)?.label ?? String(one)))
      .join(request.t("web.comma"));
  }
  return Array.isArray(value) ? value.join(",") : String(value);
}
