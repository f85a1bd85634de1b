import { keepersOf, keepersSchema, readRoad } from "@troad/directory";
import type { ModuleContext } from "@troad/kernel";
import Type from "typebox";

/** Names for the things that identifiers refer to; unknown identifiers are shown as they are. */
export type Names = {
  /** An agency, by its id, by CLASS/CODE or by any identifier that begins with its member. */
  agency(lang: string, id: string): string;
  /** The member, CLASS/CODE, of an agency; empty for an unknown one. */
  member(agency: string): string;
  /** A register's service, by `INSTANCE/CLASS/CODE/SUBSYSTEM/SERVICE` (the instance may be missing). */
  dataSet(lang: string, provider: string): string;
  field(lang: string, provider: string, field: string): string;
  /** Fields as a readable list. */
  fields(lang: string, provider: string, fields: readonly string[]): string;
  /** The text of a coded value of a field. */
  value(lang: string, provider: string, field: string, value: unknown): string;
};

const registerNames = Type.Object({ agency: keepersSchema, subsystem: Type.String(), service: Type.String() });

/** Names of agencies, by their id. */
export function agencyNames(ctx: Pick<ModuleContext, "content" | "texts">): (lang: string, id: string) => string {
  const named = new Map(ctx.content.read("agencies", "agency.json", Type.Object({})).map(({ id, text }) => [id, text]));
  return (lang, id) => {
    const text = named.get(id);
    return text ? ctx.texts.pick(text, lang, "name") : id;
  };
}

export function namesOf(ctx: ModuleContext): Names {
  const { instance, agencies } = readRoad(ctx.content);
  const registers = ctx.content.read("registers", "register.json", registerNames);
  const strip = (id: string): string => (id.startsWith(`${instance}/`) ? id.slice(instance.length + 1) : id);
  const registerOf = (provider: string) => {
    const [memberClass, memberCode, subsystem, service] = strip(provider).split("/");
    const agency = agencies.find((one) => one.member === `${memberClass}/${memberCode}`);
    return registers.find(
      ({ value }) =>
        agency !== undefined &&
        keepersOf(value.agency).includes(agency.id) &&
        value.subsystem === subsystem &&
        value.service === service,
    );
  };
  const text = (lang: string, provider: string, key: string): string | undefined => {
    const register = registerOf(provider);
    const found = register && ctx.texts.pick(register.text, lang, key);
    return found === key ? undefined : found;
  };
  const field = (lang: string, provider: string, name: string): string => text(lang, provider, `field.${name}`) ?? name;
  return {
    agency: (lang, id) => {
      const member = strip(id).split("/").slice(0, 2).join("/");
      const agency = agencies.find((one) => one.id === id || one.member === member);
      return agency ? ctx.texts.pick(agency.text, lang, "name") : id;
    },
    member: (id) => agencies.find((one) => one.id === id)?.member ?? "",
    dataSet: (lang, provider) => text(lang, provider, "name") ?? provider,
    field,
    fields: (lang, provider, fields) =>
      fields.map((name) => field(lang, provider, name)).join(ctx.texts.translator(lang)("web.comma")),
    value: (lang, provider, name, value) =>
      typeof value === "string"
        ? (text(lang, provider, `field.${name}.${value}`) ?? text(lang, provider, `code.${name}.${value}`) ?? value)
        : String(value ?? ""),
  };
}
