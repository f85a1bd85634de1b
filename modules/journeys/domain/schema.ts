import { conditionSchema, formSchema } from "@troad/forms";
import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
const service = Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" });
const name = Type.String({ pattern: "^[a-z][A-Za-z0-9]{0,40}$" });
const scalar = Type.Union([Type.String({ maxLength: 200 }), Type.Number(), Type.Boolean()]);

const simpleSchema = Type.Union([
  Type.Object({ value: scalar }, closed),
  /** What was answered about the situation. */
  Type.Object({ question: name }, closed),
  /** Who applies, as they signed in. */
  Type.Object({ applicant: Type.Union([Type.Literal("name"), Type.Literal("nationalId")]) }, closed),
  Type.Object({ fact: name }, closed),
  /** What another part brings once it is granted: what its entry in a register gives, `key` of what it wrote and its day `writtenOn`, or `certificate.<id>`. */
  Type.Object({ of: service, gives: Type.String({ pattern: "^(certificate\\.)?[A-Za-z][A-Za-z0-9-]{0,60}$" }) }, closed),
]);

/** Where an answer comes from that is not asked for by its own field. */
const bindingSchema = Type.Union([
  simpleSchema,
  /** Texts one after the other. */
  Type.Object({ join: Type.Array(simpleSchema, { minItems: 2, maxItems: 4 }) }, closed),
  /** By the answer to a choice about the situation. */
  Type.Object({ choose: name, cases: Type.Record(Type.String({ maxLength: 60 }), simpleSchema) }, closed),
]);

/**
 * `content/life-events/<id>/journey.json`: the services of a life event as one application. Texts of `questions` stand in `text/` of the folder,
 * with `why.<service>` where it is to be said better than in the listing of the service.
 */
export const journeySchema = Type.Object(
  {
    /** What is asked about the situation: which services apply follows from it. */
    questions: formSchema,
    /** In the order in which they are asked and shown. */
    parts: Type.Array(
      Type.Object(
        {
          service,
          /** Compares answers about the situation; without it the service is offered to everybody. */
          when: Type.Optional(conditionSchema),
          /** It starts once these are granted; what `of` names is among them by itself. */
          after: Type.Optional(Type.Array(service, { minItems: 1, maxItems: 5 })),
          /** Fields of its form that are not asked by themselves. */
          answers: Type.Optional(Type.Record(name, bindingSchema)),
          /** Not submitted here: a hospital or another authority does it, or it is for a counter. The person is told. */
          besides: Type.Optional(Type.Literal(true)),
        },
        closed,
      ),
      { minItems: 1, maxItems: 20 },
    ),
    /** The same fact in several forms: in every part a field of one of these names is asked once. `from`: it is known and asked by nobody. */
    facts: Type.Optional(
      Type.Record(
        name,
        Type.Object({ fields: Type.Array(name, { minItems: 1, maxItems: 20 }), from: Type.Optional(bindingSchema) }, closed),
      ),
    ),
  },
  closed,
);
export type JourneyDefinition = Static<typeof journeySchema>;
export type Simple = Static<typeof simpleSchema>;
export type Binding = Static<typeof bindingSchema>;

/** `example.json` beside it: one person's way, for tests and the count of questions. `paths`: whose answers of a service's `paths.json` are taken. */
export const exampleSchema = Type.Object(
  {
    at: Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }),
    /** Pages of `questions` as a browser sends them. */
    situation: Type.Record(Type.String(), Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]))),
    paths: Type.Record(service, Type.String({ maxLength: 60 })),
    /** Answers in the place of those of the path, by service. */
    instead: Type.Optional(
      Type.Record(service, Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]))),
    ),
    /** Services that apply and are left out. */
    without: Type.Optional(Type.Array(service)),
  },
  closed,
);
export type JourneyExample = Static<typeof exampleSchema>;
