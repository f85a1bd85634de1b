import type { Command } from "./command.ts";
import { demo } from "./commands/demo.ts";
import { invoice } from "./commands/invoice.ts";
import { law } from "./commands/law.ts";
import { migrate } from "./commands/migrate.ts";
import { peers } from "./commands/peers.ts";
import { records } from "./commands/records.ts";
import { registry } from "./commands/registry.ts";
import { secrets } from "./commands/secrets.ts";
import { serve, up } from "./commands/serve.ts";
import { turnkey } from "./commands/turnkey.ts";
import { verify } from "./commands/verify.ts";

export const commands: Record<string, Command> = {
  up,
  serve,
  migrate,
  demo,
  verify,
  law,
  invoice,
  turnkey,
  peers,
  registry,
  records,
  secrets,
};

export function usage(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return `usage: troad COMMAND [OPTION ...]     troad COMMAND --help tells more\n\n${lines.join("\n")}\n`;
}
