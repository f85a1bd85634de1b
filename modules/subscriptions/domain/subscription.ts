import { type Agency, keepersOf, keepersSchema, readRoad } from "@troad/directory";
import { ConfigurationError, type Content } from "@troad/kernel";
import Type, { type Static } from "typebox";

const closed = { additionalProperties: false } as const;
const fieldName = Type.String({ pattern: "^[A-Za-z][A-Za-z0-9]{0,40}$" });
const kind = Type.String({ pattern: "^[a-z][a-z0-9-]{0,60}$" });
/** CLASS/MEMBER/SUBSYSTEM/SERVICE */
const service = Type.String({ pattern: "^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+){3}$", maxLength: 200 });
const value = Type.Union([
  Type.String({ pattern: "^(key|record\\.[A-Za-z][A-Za-z0-9]{0,40})$" }),
  Type.Object({ value: Type.Union([Type.String({ maxLength: 200 }), Type.Integer(), Type.Boolean(), Type.Null()]) }, closed),
]);

/** What an agency does once it was told of a change: an entry in a register, or one of the acts that modules offer. */
const stepSchema = Type.Object(
  {
    /** Kinds of change; without it all that are subscribed to. */
    kinds: Type.Optional(Type.Array(kind, { minItems: 1, maxItems: 40 })),
    /** Only where each field of the record that was read has one of these values. */
    when: Type.Optional(
      Type.Record(
        fieldName,
        Type.Array(Type.Union([Type.String(), Type.Integer(), Type.Boolean(), Type.Null()]), { minItems: 1 }),
      ),
    ),
    write: Type.Optional(
      Type.Object(
        {
          register: service,
          /** `create`: one that is there already stays; `change`: one that is not there is nothing to change. */
          mode: Type.Union([Type.Literal("create"), Type.Literal("change")]),
          values: Type.Record(fieldName, value),
        },
        closed,
      ),
    ),
    /** Opens a case of a service of the agency itself, by a `notice` step of it, for the person whom the record names. */
    notice: Type.Optional(
      Type.Object(
        {
          service,
          step: kind,
          person: Type.Object({ nationalId: value, name: value }, closed),
          values: Type.Record(fieldName, value),
        },
        closed,
      ),
    ),
    /** `end-benefits`: what the agency pays every month to the person, or for them, ends with the day that the record says (`on`). */
    do: Type.Optional(
      Type.Union([
        Type.Literal("revoke-cards"),
        Type.Literal("suspend-cards"),
        Type.Literal("end-benefits"),
        // a card of the New eID is made for whom the entry granted one
        Type.Literal("order-card"),
      ]),
    ),
    on: Type.Optional(fieldName),
  },
  closed,
);

/** `content/subscriptions/<id>/subscription.json`: an agency is told of changes in another register, by agreement, and acts on them. */
export const subscriptionSchema = Type.Object(
  {
    /** The register that tells. */
    register: Type.String(),
    kinds: Type.Array(kind, { minItems: 1, maxItems: 40, uniqueItems: true }),
    /** Who is told, and at which of its services. */
    agency: Type.String(),
    subsystem: Type.String(),
    toldAt: service,
    /** What the agency reads of the changed record, by law; the person sees it. */
    reads: Type.Optional(
      Type.Object(
        {
          provider: service,
          fields: Type.Array(fieldName, { minItems: 1, maxItems: 30 }),
          /** What the change made of the record, whatever has come after it; without it what the record says when it is read. */
          version: Type.Optional(Type.Literal("told")),
        },
        closed,
      ),
    ),
    steps: Type.Array(stepSchema, { minItems: 1, maxItems: 20 }),
  },
  closed,
);

export type SubscriptionStep = Static<typeof stepSchema>;
export type Subscription = Omit<Static<typeof subscriptionSchema>, "agency"> & {
  id: string;
  instance: string;
  agency: Agency;
  /** The agency whose register tells, and the subsystem that does so. */
  teller: { agency: Agency; client: string };
  client: string;
};

const registerPlace = Type.Object({ agency: keepersSchema, subsystem: Type.String() });

/** All subscriptions of content. Throws ConfigurationError. */
export function readSubscriptions(content: Content): Subscription[] {
  const { instance, agencies } = readRoad(content);
  const registers = new Map(content.read("registers", "register.json", registerPlace).map(({ id, value }) => [id, value]));
  return content.read("subscriptions", "subscription.json", subscriptionSchema).map(({ id, value }) => {
    const refuse = (reason: string): never => {
      throw new ConfigurationError(`subscription ${id}: ${reason}`);
    };
    const agencyOf = (name: string): Agency => agencies.find((one) => one.id === name) ?? refuse(`there is no agency ${name}`);
    const agency = agencyOf(value.agency);
    const told = registers.get(value.register) ?? refuse(`there is no register ${value.register}`);
    const [keeper = "", ...others] = keepersOf(told.agency);
    if (others.length > 0) refuse("its register is kept by several agencies");
    const teller = agencyOf(keeper);
    for (const step of value.steps)
      if ([step.write, step.notice, step.do].filter((one) => one !== undefined).length !== 1)
        refuse("a step writes, gives notice or acts, one of the three");
    for (const { do: act, on } of value.steps)
      if ((act === "end-benefits") !== (on !== undefined) || (on !== undefined && !value.reads?.fields.includes(on)))
        refuse("a step that ends benefits names the field with the day, and no other step does");
    if (!agency.subsystems.includes(value.subsystem)) refuse(`agency ${agency.id} has no subsystem ${value.subsystem}`);
    return {
      ...{ ...value, id, instance, agency },
      teller: { agency: teller, client: `${instance}/${teller.member}/${told.subsystem}` },
      client: `${instance}/${agency.member}/${value.subsystem}`,
    };
  });
}

type Data = Record<string, unknown>;
type Value = Static<typeof value>;

/** Whether a step follows from a change of this kind, given what was read. */
export const applies = ({ kinds, when = {} }: SubscriptionStep, kindOf: string, record: Data | undefined): boolean =>
  (kinds === undefined || kinds.includes(kindOf)) &&
  Object.entries(when).every(([field, values]) => values.some((one) => one === (record?.[field] ?? null)));

/** The values that a step writes or reports. */
export const valuesFor = (values: Readonly<Record<string, Value>>, key: string, record: Data | undefined): Data =>
  Object.fromEntries(
    Object.entries(values).map(([name, from]) => [
      name,
      typeof from !== "string" ? from.value : from === "key" ? key : (record?.[from.slice("record.".length)] ?? null),
    ]),
  );
