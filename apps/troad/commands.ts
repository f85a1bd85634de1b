import { demo } from "./commands/demo.ts";
import { migrate } from "./commands/migrate.ts";
import { peers } from "./commands/peers.ts";
import { serve, up } from "./commands/serve.ts";
import { verify } from "./commands/verify.ts";

/** A command of the program. `run` returns the exit code: 0 done, 1 refused or not valid, 2 wrong usage. */
export type Command = { summary: string; help: string; run(args: string[]): Promise<number> };

export const commands: Record<string, Command> = { up, serve, migrate, demo, verify, peers };

export function usage(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return `usage: troad COMMAND [OPTION ...]     troad COMMAND --help tells more\n\n${lines.join("\n")}\n`;
}
