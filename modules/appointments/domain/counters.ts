import { ConfigurationError, type Content, type ContentItem } from "@troad/kernel";
import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
const time = Type.String({ pattern: "^([01][0-9]|2[0-3]):[0-5][0-9]$" });

const day = Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" });
const hoursSchema = Type.Object(
  {
    /** 1 is Monday; only on days on which offices work. */
    days: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
    from: time,
    to: time,
    staff: Type.Integer({ minimum: 1, maximum: 100 }),
  },
  closed,
);

/** `content/counters/<id>/counter.json`: whose counter it is, when it is open, and how many officers serve at once; `name` and `address` are texts. */
const counterSchema = Type.Object(
  {
    agency: Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" }),
    /** Code of the place that it serves: officers whose post has an area reach counters within it. */
    area: Type.String({ pattern: "^[0-9]{2,12}$" }),
    slotMinutes: Type.Integer({ minimum: 5, maximum: 120 }),
    /** How many days ahead people book. */
    bookDays: Type.Integer({ minimum: 1, maximum: 120 }),
    /** The services of content for which people come here. */
    services: Type.Array(Type.String({ maxLength: 100 }), { maxItems: 200, uniqueItems: true }),
    hours: Type.Array(hoursSchema, { minItems: 1, maxItems: 30 }),
    /** Days on which other hours and officers count instead of the usual ones, such as a week of training; the last that fits a day. */
    roster: Type.Optional(
      Type.Array(Type.Object({ from: day, through: day, hours: Type.Array(hoursSchema, { maxItems: 30 }) }, closed), {
        maxItems: 200,
      }),
    ),
  },
  closed,
);

export type Counter = Static<typeof counterSchema> & { id: string; text: ContentItem<unknown>["text"] };

/** The counters of content by id; throws ConfigurationError where one does not fit. */
export function readCounters(content: Content): ReadonlyMap<string, Counter> {
  const all = content.read("counters", "counter.json", counterSchema).map(({ id, value, text }) => ({ id, ...value, text }));
  for (const { id, hours, roster = [] } of all) {
    if ([hours, ...roster.map((one) => one.hours)].flat().some(({ from, to }) => from >= to))
      throw new ConfigurationError(`counter ${id}: hours end before they begin`);
    if (roster.some(({ from, through }) => from > through))
      throw new ConfigurationError(`counter ${id}: a part of the roster ends before it begins`);
  }
  return new Map(all.map((one) => [one.id, one]));
}
