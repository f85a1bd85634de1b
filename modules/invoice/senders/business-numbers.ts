import { type BanCheck, banCheck, isBan } from "@troad/invoice-formats";
import { ConfigurationError, type Content } from "@troad/kernel";
import Type from "typebox";

/** Business numbers registered despite a wrong check digit (`content/invoice/<id>/business-numbers.json`). */
const schema = Type.Object({
  exceptions: Type.Array(
    Type.Object({
      ban: Type.String({ pattern: "^\\d{8}$" }),
      name: Type.Optional(Type.String()),
      source: Type.String({ minLength: 1 }),
      certainty: Type.Union([Type.Literal("A"), Type.Literal("B"), Type.Literal("C"), Type.Literal("D")]),
    }),
  ),
});

/** Reads the exceptions; gives the check used throughout. Throws ConfigurationError for one that breaks no rule. */
export function readBusinessNumbers(content: Content): BanCheck {
  const exceptions = content.read("invoice", "business-numbers.json", schema).flatMap(({ value }) => value.exceptions);
  const regular = exceptions.find(({ ban }) => isBan(ban));
  if (regular) throw new ConfigurationError(`content/invoice: ${regular.ban} is no exception, its check digit is right`);
  return banCheck(exceptions.map(({ ban }) => ban));
}
