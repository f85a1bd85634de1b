import { ConfigurationError, type Content } from "@troad/kernel";
import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
const day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const name = Type.String({ pattern: "^[A-Za-z/-]{1,80}$" });

/** `content/cards/<id>/plan.json`: by when which share of the people is to have a card, and where people are counted. */
const planSchema = Type.Object(
  {
    /** The two days with which the plan begins: the production centre works, and the first card is given out. */
    starts: Type.Tuple([
      Type.Object({ on: day, what: Type.Literal("centre") }, closed),
      Type.Object({ on: day, what: Type.Literal("issue") }, closed),
    ]),
    phases: Type.Array(Type.Object({ by: day, share: Type.Number({ minimum: 0, maximum: 1 }) }, closed), {
      minItems: 1,
      maxItems: 20,
    }),
    population: Type.Object({ client: name, provider: name }, closed),
  },
  closed,
);
export type IssuePlan = Static<typeof planSchema>;

/** The plan of issue. Throws ConfigurationError where there is not exactly one, or its shares do not rise day by day to one. */
export function readPlan(content: Content): IssuePlan {
  const [one, ...more] = content.read("cards", "plan.json", planSchema);
  if (!one || more.length > 0) throw new ConfigurationError("content/cards has not exactly one plan.json");
  const points = pointsOf(one.value);
  if (points.some(({ by, share }, at) => at > 0 && (by <= points[at - 1]!.by || share <= points[at - 1]!.share)))
    throw new ConfigurationError(`cards/${one.id}: the plan's phases do not rise`);
  if (points.at(-1)!.share !== 1) throw new ConfigurationError(`cards/${one.id}: the plan ends before everybody has a card`);
  return one.value;
}

const pointsOf = ({ starts, phases }: IssuePlan) => [{ by: starts[1].on, share: 0 }, ...phases];

/** The share (0 to 1) that the plan has on a day: even steps between the days that it names, from the day of the first card on. */
export function plannedShare(plan: IssuePlan, on: string): number {
  const points = pointsOf(plan);
  const next = points.findIndex(({ by }) => by >= on);
  if (next === -1) return 1;
  if (next === 0) return 0;
  const [from, to] = [points[next - 1]!, points[next]!];
  const part = (Date.parse(on) - Date.parse(from.by)) / (Date.parse(to.by) - Date.parse(from.by));
  return from.share + (to.share - from.share) * part;
}
