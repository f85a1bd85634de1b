import Type, { type Static } from "typebox";

/** `content/life-events/<id>/life-event.json`: a moment in life that services are grouped under; texts `name` and `summary`. */
export const lifeEventSchema = Type.Object(
  {
    /** Place in the list, smaller first. */
    order: Type.Integer({ minimum: 0, maximum: 1000 }),
  },
  { additionalProperties: false },
);

export type LifeEvent = Static<typeof lifeEventSchema>;
