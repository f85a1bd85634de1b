import { type Act, type RemedyName, remedyNames } from "@troad/flow";
import { exactly, textUpTo } from "@troad/kernel";
import Type, { type Static } from "typebox";

const reason = Type.String({ minLength: 1, maxLength: 4_000 });
const text = textUpTo(4_000);
const documents = Type.Array(textUpTo(60), { maxItems: 60 });
const primitive = Type.Union([textUpTo(20_000), Type.Number(), Type.Boolean(), Type.Null()]);
const answers = Type.Record(textUpTo(100), Type.Union([primitive, Type.Array(primitive, { maxItems: 200 })]), {
  maxProperties: 200,
});

/** What people do with a case, apart from filling in its pages. */
export const caseActSchema = Type.Union([
  exactly({ act: Type.Literal("submit") }),
  exactly({ act: Type.Literal("sign"), party: textUpTo(60) }),
  exactly({ act: Type.Literal("decline"), party: textUpTo(60), reason: text }),
  exactly({ act: Type.Literal("choose"), outcome: textUpTo(60), reasons: text }),
  exactly({
    act: Type.Literal("ask"),
    items: Type.Array(Type.String({ minLength: 1, maxLength: 300 }), { minItems: 1, maxItems: 30 }),
    text,
  }),
  exactly({ act: Type.Literal("supply"), text, documents }),
  exactly({ act: Type.Literal("report"), report: answers }),
  exactly({ act: Type.Literal("draw"), word: textUpTo(100) }),
  exactly({
    act: Type.Literal("vote"),
    vote: Type.Union([Type.Literal("for"), Type.Literal("against"), Type.Literal("abstain")]),
  }),
  exactly({ act: Type.Literal("score"), score: Type.Integer({ minimum: 0, maximum: 100 }) }),
  exactly({ act: Type.Literal("cash"), amount: Type.Integer({ minimum: 1, maximum: 1_000_000_000_000 }) }),
  exactly({ act: Type.Literal("close") }),
  exactly({ act: Type.Literal("receive"), text: reason, documents }),
  exactly({ act: Type.Literal("extend"), reason }),
  exactly({ act: Type.Literal("assign"), to: textUpTo(100), name: textUpTo(300) }),
  exactly({ act: Type.Literal("note"), text: reason }),
  exactly({ act: Type.Literal("withdraw") }),
  exactly({ act: Type.Literal("applicant-died"), reason }),
  exactly({ act: Type.Literal("objection"), reason }),
  exactly({ act: Type.Literal("appeal"), reason }),
  exactly({ act: Type.Literal("correction"), reason }),
  exactly({ act: Type.Literal("reopening"), reason }),
]);
export type CaseAct = Static<typeof caseActSchema>;

/** A page names the step and the visit that it was drawn for: what was sent from an old page changes nothing. */
export const placeSchema = exactly({ step: textUpTo(60), visit: Type.Integer({ minimum: 0, maximum: 100_000 }) });

const post = exactly({
  role: textUpTo(100),
  agency: textUpTo(100),
  area: Type.Union([textUpTo(60), Type.Null()]),
});
/** Who acts: a person by subject and national id, with the posts that they hold. */
export const personSchema = exactly({
  subject: textUpTo(100),
  name: textUpTo(300),
  nationalId: Type.Optional(textUpTo(20)),
  posts: Type.Array(post, { maxItems: 50 }),
  /** How strong the proof at their sign-in was, as sessions have it; without it none. */
  proof: Type.Optional(Type.Integer({ minimum: 0, maximum: 4 })),
});
export type ActingPerson = Static<typeof personSchema>;

export const isRemedy = (act: string): act is RemedyName => remedyNames.some((name) => name === act);

/** What a person may do today, and where the case stands: of one moment. */
export type Allowed = { place: Static<typeof placeSchema>; acts: Act[] };
