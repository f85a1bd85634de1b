import { readRoad } from "@troad/directory";
import { ConfigurationError, type ModuleContext } from "@troad/kernel";
import { type RoadApi, roadApi } from "@troad/road/api";
import { askRegister } from "@troad/road/ask";
import type { WalletContent } from "../domain/content.ts";
import { fail } from "../errors.ts";

/** What the register says of a person at the moment when a wallet fetches: an exchange of the road, which they see. Nothing of it is kept here. */
export function openRegister(ctx: Pick<ModuleContext, "content" | "ids" | "use">, content: WalletContent) {
  const { instance, agencies } = readRoad(ctx.content);
  const member = agencies.find(({ id }) => id === content.agency)?.member;
  if (member === undefined) throw new ConfigurationError(`cards/${content.card}: wallet.json names no agency on the road`);
  const road: Pick<RoadApi, "consumerUrl"> = ctx.use(roadApi);
  const fields = [...new Set([...Object.values(content.claims), content.birthDate])];
  return {
    instance,
    member,
    recordOf: async (nationalId: string, matter: string): Promise<Record<string, unknown>> => {
      const reply = await askRegister(await road.consumerUrl(member), {
        ...{
          target: `/r1/${instance}/${content.register}/find`,
          client: `${instance}/${content.consumer}`,
          consent: null,
          issue: matter,
        },
        exchangeId: `${instance}-${ctx.ids.uuid()}`,
        body: { nationalId, fields },
      });
      const record = reply.ok && reply.answer.found === true ? reply.answer.record : undefined;
      if (typeof record !== "object" || record === null)
        throw fail("wallet.register-away", {}, reply.ok ? "not found" : reply.code);
      return record as Record<string, unknown>;
    },
  };
}
