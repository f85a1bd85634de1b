import type { Answers, Field } from "@troad/forms";
import { LawError } from "@troad/law";

/** A price index is a percentage with a decimal, as the Directorate-General of Budget publishes it: `132.5`. */
export const priceIndex: Field = {
  type: "text",
  name: "index",
  label: "tax.land-increment.index",
  hint: "tax.land-increment.index-hint",
  maxLength: 12,
};

/** The index as the law takes it. Throws LawError `law.range` where no index stands there. */
export function inThousandths(answer: Answers[string] | undefined): number {
  const text = String(answer ?? "")
    .normalize("NFKC")
    .replaceAll(/[\s%]/g, "");
  const [, whole = "", decimal = "0"] = /^(\d{1,4})(?:\.(\d)0*)?$/.exec(text) ?? [];
  const index = Number(whole) * 10 + Number(decimal);
  if (whole === "" || index === 0)
    throw new LawError("law.range", "rise.index", {
      "zh-Hant": "請填百分比，小數一位，例如 132.5",
      en: "must be a percentage with one decimal, such as 132.5",
    });
  return index;
}
