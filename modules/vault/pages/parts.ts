import type { ModuleContext } from "@troad/kernel";
import type { Session, Site } from "@troad/web";
import type { FastifyRequest } from "fastify";
import type { Files } from "../files.ts";
import type { Shares } from "../shares.ts";
import type { Vaults } from "../vaults.ts";
import type { Scripts } from "./scripts.ts";

export const base = "/my-data/vault";
export const linkBase = "/vault/s";

export type VaultParts = {
  ctx: Pick<ModuleContext, "texts">;
  site: Site;
  sessionOf: (request: FastifyRequest) => Promise<Session | undefined>;
  vaults: Vaults;
  files: Files;
  shares: Shares;
  scripts: Scripts;
};

/** What a script puts into its words. */
const values = ["name", "percent", "files", "most", "used", "opened", "left", "day"];
const asTheyAre = Object.fromEntries(values.map((value) => [value, `{${value}}`]));

/** Words that a script says, as JSON in an attribute of its page; their values stay to be put in. */
export const wordsFor = ({ t }: FastifyRequest, names: readonly string[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, t(`vault.say.${name}`, asTheyAre)])));
