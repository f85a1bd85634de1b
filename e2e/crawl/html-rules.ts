import { HtmlValidate } from "html-validate";

/** The standard's rules and those of whole documents. Files of our own origin need no hash: who could change them could change the page. */
const rules = new HtmlValidate({
  root: true,
  extends: ["html-validate:standard", "html-validate:document"],
  rules: { "require-sri": ["error", { target: "crossorigin" }] },
});

/** What is wrong with the markup of a page, a line each. */
export async function markupFaults(text: string, name: string): Promise<string[]> {
  const { results } = await rules.validateString(text, name);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, selector }) => `${name}:${line} ${ruleId}: ${message} (${selector ?? "document"})`),
  );
}
