import Type from "typebox";

/** Parts of stated facts that many kinds of entry share. All are bounded. */
export const day = Type.String({ pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$" });
export const nationalId = Type.String({ pattern: "^[A-Z][1289][0-9]{8}$" });
export const householdNo = Type.String({ pattern: "^[A-Z][A-Z0-9]{7}$" });
export const villageCode = Type.String({ pattern: "^[0-9]{11}$" });
export const address = Type.String({ minLength: 2, maxLength: 120 });
export const text = Type.String({ minLength: 1, maxLength: 100 });
/** Last day that a written reminder set. */
export const reminderEndedOn = Type.Optional(day);

export const orNull = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()]);
export const closed = <P extends Type.TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });

/** A day that is in the calendar, which a pattern does not see: 2023-02-29 is none. */
export const isDay = (text: string): boolean => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};
