import Type, { type Static } from "typebox";
import { Compile } from "typebox/compile";

const both = (most: number) =>
  Type.Object(
    { "zh-Hant": Type.String({ minLength: 1, maxLength: most }), en: Type.String({ minLength: 1, maxLength: most }) },
    { additionalProperties: false },
  );
const address = Type.String({ pattern: "^https?://[^\\s#]{1,400}$" });
const closed = { additionalProperties: false } as const;

/** Ids of services: small letters, digits and hyphens. */
export const serviceId = Type.String({ pattern: "^[a-z][a-z0-9]*(-[a-z0-9]+)*$", minLength: 3, maxLength: 60 });

/** `/.well-known/troad-service.json`: what people read before they begin a service that an agency runs itself. */
export const servicePage = Type.Object(
  {
    contract: Type.Literal(1),
    id: serviceId,
    kind: Type.Enum(["apply", "calculate", "pay", "check", "look-up", "take-part"]),
    ...{ name: both(80), summary: both(300), who: both(500), need: both(500), time: both(200), cost: both(200) },
    contact: Type.Optional(both(200)),
    lifeEvents: Type.Array(Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" }), { maxItems: 12, uniqueItems: true }),
    law: Type.Array(
      Type.Object(
        { act: Type.String({ minLength: 2, maxLength: 80 }), article: Type.Optional(Type.String({ pattern: "^\\d+(-\\d+)?$" })) },
        closed,
      ),
      { minItems: 1, maxItems: 10 },
    ),
    /** Where it begins, and where people come back to from the sign-in. */
    start: address,
    return: address,
    /** How long it keeps what people gave, in months, and by which page it says so. */
    privacy: Type.Object({ keepMonths: Type.Integer({ minimum: 1, maximum: 1_200 }), address }, closed),
    /** An application that a person of the demonstration may make at an installation for trials. */
    trial: Type.Optional(
      Type.Object(
        {
          address,
          fields: Type.Record(Type.String({ maxLength: 60 }), Type.String({ maxLength: 500 }), { maxProperties: 60 }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ServicePage = Static<typeof servicePage>;
/** Where something is wrong, as a JSON pointer (RFC 6901), and what. */
export type WrongPart = { pointer: string; code: string; detail: string };

const check = Compile(servicePage);
const han = /\p{Script=Han}/u;
const texts = ["name", "summary", "who", "need", "time", "cost", "contact"] as const;
/** The whole page; longer ones are not read. */
export const longestPage = 32_768;

/**
 * What is wrong with a page, each with its place; none where it fits. `origins` are those of the addresses to which people return after the sign-in:
 * a service begins at one of them, so that nobody can send people elsewhere under an agency's name.
 */
export function faultsOfPage(value: unknown, origins?: readonly string[]): WrongPart[] {
  if (!check.Check(value)) {
    const faults = check
      .Errors(value)
      .filter(({ keyword }) => keyword !== "additionalProperties")
      .map(
        ({ keyword, instancePath, message, params }): WrongPart => ({
          pointer: `${instancePath}${keyword === "required" ? `/${(params as { requiredProperties?: string[] }).requiredProperties?.[0] ?? ""}` : ""}`,
          // a part that no schema allows is told as the schema `false`
          ...{ code: keyword === "boolean" ? "form.unknown" : `form.${keyword}`, detail: message },
        }),
      );
    return faults.slice(0, 20);
  }
  const page = value as ServicePage;
  const faults: WrongPart[] = [];
  for (const key of texts) {
    const text = page[key];
    if (!text) continue;
    if (!han.test(text["zh-Hant"]))
      faults.push({ pointer: `/${key}/zh-Hant`, code: "text.no-chinese", detail: "it has no Chinese" });
    if (han.test(text.en)) faults.push({ pointer: `/${key}/en`, code: "text.no-english", detail: "it has Chinese in it" });
  }
  const named: [string, string][] = [
    ["/start", page.start],
    ["/return", page.return],
    ["/privacy/address", page.privacy.address],
    ...(page.trial ? [["/trial/address", page.trial.address] as [string, string]] : []),
  ];
  for (const [pointer, one] of named) {
    if (!URL.canParse(one)) faults.push({ pointer, code: "address.malformed", detail: "it is no address" });
    else if (origins && !origins.includes(new URL(one).origin))
      faults.push({ pointer, code: "address.elsewhere", detail: `it is not at ${origins.join(" or ")}` });
  }
  return faults;
}
