import { scrollable, table } from "@troad/design";
import { type Html, html } from "@troad/html";
import type { CodedError } from "@troad/kernel";
import type { FastifyRequest } from "fastify";
import type { InvalidField } from "../intake/take.ts";
import { uploadDue } from "./countdown.ts";
import { dueTag } from "./parts.ts";
import { mendOf } from "./sending.ts";

type Line = { number: string; date?: string | null | undefined; errors: readonly Pick<InvalidField, "code" | "path">[] };

/** Form errors of JSON say their keyword, which means nothing to a shop. */
export const findingText = ({ t }: FastifyRequest, code: string): string =>
  code.startsWith("json.") ? t("invoice.shop.finding-form") : t(`invoice.finding.${code}`);

/** What the platform found in what a shop sent, and how it is mended; nothing where it was refused for another reason. */
export function refusalIn(request: FastifyRequest, error: CodedError | undefined): string | undefined {
  if (error?.code !== "shop.refused") return undefined;
  const code = String(error.params.finding);
  const { t } = request;
  return t("invoice.shop.refused-because", {
    finding: findingText(request, code),
    mend: t(`invoice.shop.mend.${mendOf({ code })}`),
  });
}

/** Refused messages: what is wrong, how to mend it and until when. */
export function refusedTable(request: FastifyRequest, lines: readonly Line[], today: string): Html {
  const { t } = request;
  const caption = t("invoice.shop.refused");
  return scrollable(
    caption,
    table({
      caption,
      head: ["invoice.field.number", "invoice.shop.wrong", "invoice.shop.mend", "invoice.shop.until"].map((key) => ({
        text: t(key),
      })),
      rows: lines.map(({ number, date, errors }) => [
        { text: number },
        {
          html: html`${errors.slice(0, 5).map(({ code, path }) => html`<div>${findingText(request, code)} <code>${path}</code></div>`)}`,
        },
        { html: html`${[...new Set(errors.map(mendOf))].map((mend) => html`<div>${t(`invoice.shop.mend.${mend}`)}</div>`)}` },
        date
          ? {
              html: html`<div>${t("invoice.shop.consumer")} ${dueTag(request, uploadDue(date, "consumer", today))}</div>
                <div>${t("invoice.shop.business")} ${dueTag(request, uploadDue(date, "business", today))}</div>`,
            }
          : { text: "" },
      ]),
    }),
  );
}
