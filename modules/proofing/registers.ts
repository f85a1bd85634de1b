import { hash } from "node:crypto";
import { readRoad } from "@troad/directory";
import { ConfigurationError, type Content, type ModuleContext } from "@troad/kernel";
import { type RoadApi, roadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import Type from "typebox";

const service = Type.String({ maxLength: 200 });
/** `content/identity/<id>/identity.json`: which registers say who someone is, and as whom the eID asks them. */
const schema = Type.Object(
  { agency: Type.String(), consumer: service, person: service, idCard: service, nhiCard: service },
  { additionalProperties: false },
);

type Register = "person" | "idCard" | "nhiCard";
/** The number of a sign-in in registers' records: the ticket itself opens pages, so nobody but this browser sees it. */
export const signInNumber = (ticket: string): string => `sign-in ${hash("sha256", ticket, "hex").slice(0, 16)}`;
/** What a register has of a person: the fields asked for, null where it knows nobody; undefined where it cannot be asked. */
export type AskOf = (
  register: Register,
  nationalId: string,
  fields: string[],
  matter: string,
) => Promise<Record<string, unknown> | null | undefined>;

/** Registers over the road, by law: each question is an exchange that the person asked about sees. */
export function openRegisters(ctx: Pick<ModuleContext, "content" | "ids" | "use">): AskOf {
  const places = readPlaces(ctx.content);
  const road: Pick<RoadApi, "consumerUrl"> = ctx.use(roadApi);
  return async (register, nationalId, fields, matter) => {
    const { instance, member, consumer, [register]: provider } = places;
    const reply = await askRegister(await road.consumerUrl(member), {
      ...{ target: `/r1/${instance}/${provider}/find`, client: `${instance}/${consumer}`, consent: null, issue: matter },
      exchangeId: `${instance}-${ctx.ids.uuid()}`,
      body: { nationalId, fields },
    });

    if (!reply.ok) return undefined;
    const { found, record } = reply.answer;
    return found === true && typeof record === "object" && record !== null ? (record as Record<string, unknown>) : null;
  };
}

function readPlaces(content: Content) {
  const { instance, agencies } = readRoad(content);
  const [one] = content.read("identity", "identity.json", schema);
  const member = agencies.find(({ id }) => id === one?.value.agency)?.member;
  if (!one || member === undefined) throw new ConfigurationError("content/identity names no agency that checks who people are");
  return { ...one.value, instance, member };
}
