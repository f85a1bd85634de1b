import type { Finding } from "../codes.ts";
import type { Leaf } from "./leaf.ts";

/**
 * The shape of an element, as data from which one reader and one writer serve all messages. 3.x schemas are xsd:sequence, where order
 * matters; files that the platform accepts in 4.x differ in order, so 4.x is read in any order and written in the order given here.
 */
export type Order = "sequence" | "all";
export type Fields = { readonly [name: string]: Content | List<Leaf | Rec<Fields>> | Optional<Leaf | Rec<Fields>> };
export type Content = Leaf | Rec<Fields> | Pack;
export type Rec<F extends Fields> = { readonly kind: "record"; readonly order: Order; readonly fields: F; readonly plan: Plan };
export type List<T> = { readonly kind: "list"; readonly of: T; readonly max: number };
export type Optional<T> = { readonly kind: "optional"; readonly of: T };

/** The element of an envelope that holds whole messages, each of a namespace of its own. */
export type Pack = { readonly kind: "pack"; readonly attributes: readonly string[]; readonly max: number };
export type PackValue = { readonly attributes: Readonly<Record<string, string>>; readonly messages: readonly ReadElement[] };
/** An element that was parsed separately: its content if its shape is known, and its errors. */
export type ReadElement = {
  readonly namespace: string;
  readonly name: string;
  readonly value: unknown;
  readonly findings: readonly Finding[];
};

/** The TypeScript type of a value read by a shape. */
export type Of<S> = S extends Leaf
  ? string
  : S extends Pack
    ? PackValue
    : S extends Rec<infer F>
      ? { [K in RequiredKeys<F>]: OfField<F[K]> } & { [K in OptionalKeys<F>]?: OfField<F[K]> | undefined }
      : never;
type OptionalKeys<F> = { [K in keyof F]: F[K] extends Optional<unknown> ? K : never }[keyof F];
type RequiredKeys<F> = Exclude<keyof F, OptionalKeys<F>>;
type OfField<T> = T extends Optional<infer U> ? Of<U> : T extends List<infer U> ? Of<U>[] : Of<T>;

/** One child of a record, prepared for the reader: the tag's usual text is compared before it is parsed. */
export type Slot = {
  readonly index: number;
  readonly name: string;
  readonly open: string;
  readonly close: string;
  readonly required: boolean;
  readonly list: boolean;
  readonly max: number;
  readonly content: Content;
};
export type Plan = { readonly slots: readonly Slot[]; readonly byName: ReadonlyMap<string, Slot>; readonly blank: object };

function planOf(fields: Fields): Plan {
  const slots = Object.entries(fields).map(([name, field], index): Slot => {
    const list = field.kind === "list";
    const content = list || field.kind === "optional" ? field.of : field;
    const required = field.kind !== "optional";
    return { index, name, open: `<${name}>`, close: `</${name}>`, required, list, max: list ? field.max : 1, content };
  });
  const blank = Object.fromEntries(slots.map(({ name }) => [name, undefined]));
  return { slots, byName: new Map(slots.map((slot) => [slot.name, slot])), blank };
}

const record =
  (order: Order) =>
  <F extends Fields>(fields: F): Rec<F> => ({ kind: "record", order, fields, plan: planOf(fields) });

/** Children in this order (3.x). */
export const sequence = record("sequence");
/** Children in any order (4.x). */
export const all = record("all");
/** A record in the order of its version. */
export const ordered = (order: Order) => record(order);

export const optional = <T extends Leaf | Rec<Fields>>(of: T): Optional<T> => ({ kind: "optional", of });
/** One to `max` with the same name. */
export const list = <T extends Leaf | Rec<Fields>>(of: T, max: number): List<T> => ({ kind: "list", of, max });
