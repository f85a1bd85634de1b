import type { ContentReader } from "@troad/directory";
import Type, { type Static } from "typebox";

const id = Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" });
const provider = Type.String({ pattern: "^[A-Z]+(/[A-Za-z0-9._-]+){3}$" });
const months = Type.Integer({ minimum: 0, maximum: 240 });
const closed = { additionalProperties: false } as const;

/**
 * `content/vaccine-schedules/<id>/schedule.json`: which doses are given at which age, and who asks whom about them. Its texts are `vaccine.<code>`, and
 * `source`, which says where the schedule was read.
 */
const scheduleSchema = Type.Object(
  {
    /** The service of content under which visits are booked. */
    service: id,
    /** The agency that keeps the register, and its subsystem that asks and writes. */
    agency: id,
    consumer: Type.String({ pattern: "^[A-Z]+/[A-Z]+/[A-Z]+$" }),
    register: provider,
    /** Who a person is and who represents them. */
    persons: provider,
    /** The agency whose schools check, and its subsystem. */
    school: Type.Object({ agency: id, consumer: Type.String({ pattern: "^[A-Z]+/[A-Z]+/[A-Z]+$" }) }, closed),
    /** Who is no child of this schedule any more, in full years. */
    below: Type.Integer({ minimum: 1, maximum: 20 }),
    /** Days between two doses of one vaccine, where the schedule itself leaves no more. */
    apartDays: Type.Integer({ minimum: 1, maximum: 400 }),
    doses: Type.Array(
      Type.Object(
        {
          /** CVX. */
          code: Type.String({ pattern: "^\\d{2,3}$" }),
          dose: Type.Integer({ minimum: 1, maximum: 9 }),
          /** Age in months from which it is given, and after which it is late. */
          from: months,
          until: months,
        },
        closed,
      ),
      { minItems: 1, maxItems: 60 },
    ),
  },
  closed,
);

export type Schedule = Static<typeof scheduleSchema> & { id: string; text: Record<string, Record<string, string>> };

/** The schedules of content. Throws RangeError where a dose comes before the one it follows, or has no name. */
export function readSchedules(content: ContentReader): Schedule[] {
  return content.read("vaccine-schedules", "schedule.json", scheduleSchema).map(({ id: schedule, value, text }) => {
    const wrong = (what: string) => new RangeError(`vaccine-schedules/${schedule}: ${what}`);
    for (const { code, dose, from, until } of value.doses) {
      if (until < from) throw wrong(`dose ${dose} of ${code} is late before it is due`);
      const before = value.doses.find((one) => one.code === code && one.dose === dose - 1);
      if (dose > 1 && (!before || before.from >= from)) throw wrong(`dose ${dose} of ${code} does not follow another`);
      for (const lang of ["zh-Hant", "en"]) if (!text[lang]?.[`vaccine.${code}`]) throw wrong(`${code} has no name in ${lang}`);
    }
    return { ...value, id: schedule, text };
  });
}
