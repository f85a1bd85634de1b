import { keepersOf, keepersSchema, readAgreements, readRoad } from "@troad/directory";
import { ConfigurationError, type Content } from "@troad/kernel";
import { type RoleDefinition, registerRole, type Session } from "@troad/web";
import Type, { type Static } from "typebox";

const plain = { name: Type.String(), type: Type.String() };
const fieldSchema = Type.Object({ ...plain, of: Type.Optional(Type.Array(Type.Object(plain))) });
const registerSchema = Type.Object({
  agency: keepersSchema,
  subsystem: Type.String(),
  service: Type.String(),
  subjectKey: Type.Union([
    Type.Literal("nationalId"),
    Type.Object({ name: Type.String(), person: Type.Optional(Type.String()) }),
  ]),
  book: Type.Optional(Type.String()),
  lookUp: Type.Optional(Type.Array(Type.String())),
  search: Type.Optional(Type.Object({ by: Type.Array(Type.String()), shows: Type.Array(Type.String()) })),
  refersTo: Type.Optional(Type.Record(Type.String(), Type.String())),
  fields: Type.Array(fieldSchema),
});

export type Field = Static<typeof fieldSchema>;
/** A register that officers may look into, and as whom they ask it. */
export type OfficersRegister = Static<typeof registerSchema> & {
  id: string;
  /** CLASS/MEMBER/SUBSYSTEM/SERVICE */
  provider: string;
  /** The agency of the officer: INSTANCE/CLASS/MEMBER. */
  member: string;
  /** `/search` and the other paths for which the agency has an access right, with the subsystem that has it. */
  paths: ReadonlyMap<string, string>;
};

/** The registers of an officer, by the roles of their posts and the access rights of their agency. */
export type OfficersRegisters = (session: Session) => OfficersRegister[];

/** Throws ConfigurationError if a role names a register that is not there. */
export function officersRegisters(content: Content, roles: readonly RoleDefinition[]): OfficersRegisters {
  const { instance, agencies } = readRoad(content);
  const memberOf = (agency: string | null): string => agencies.find(({ id }) => id === agency)?.member ?? "";
  const all = content.read("registers", "register.json", registerSchema);
  const agreements = readAgreements(content, instance).filter(({ consentRequired }) => !consentRequired);
  for (const { id, registers = [] } of roles)
    for (const register of registers)
      if (!all.some((one) => one.id === register)) throw new ConfigurationError(`role ${id}: there is no register ${register}`);
  return (session) => {
    const held = session.roles.filter(({ role }) => role === registerRole);
    const found = held.flatMap(({ agency, by }) => {
      const member = memberOf(agency);
      const named = roles.find(({ id }) => id === by)?.registers ?? [];
      return named.flatMap((id): OfficersRegister[] => {
        const value = all.find((one) => one.id === id)?.value;
        if (!value || member === "") return [];
        const keepers = keepersOf(value.agency);
        // of a register that several keep, officers look into that of their own agency
        const keeper = keepers.find((one) => one === agency) ?? keepers[0]!;
        const provider = `${memberOf(keeper)}/${value.subsystem}/${value.service}`;
        const own = agreements.filter(
          (one) => one.provider === `${instance}/${provider}` && one.consumer.startsWith(`${instance}/${member}/`),
        );
        const paths = new Map(own.flatMap(({ consumer, endpoints }) => endpoints.map(({ path }) => [path, consumer] as const)));
        return paths.has("/history") ? [{ ...value, id, provider, member, paths }] : [];
      });
    });
    return [...new Map(found.map((one) => [one.id, one])).values()];
  };
}

export const keyField = ({ subjectKey }: OfficersRegister): string =>
  typeof subjectKey === "string" ? subjectKey : subjectKey.name;
