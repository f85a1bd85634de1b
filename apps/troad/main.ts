import { ConfigurationError } from "@troad/kernel/env";
import { commands, usage } from "./commands.ts";

const [name = "help", ...args] = process.argv.slice(2);

if (name === "help" || name === "--help" || name === "-h") {
  process.stdout.write(usage());
} else {
  const command = Object.hasOwn(commands, name) ? await commands[name]!.load() : undefined;
  if (!command) {
    process.stderr.write(`troad: there is no command ${JSON.stringify(name)}\n\n${usage()}`);
    process.exit(2);
  }
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(`${command.help}\n`);
  } else {
    try {
      process.exitCode = await command.run(args);
    } catch (error) {
      const expected = error instanceof ConfigurationError || (error as { code?: string }).code?.startsWith("ERR_PARSE_ARGS");
      process.stderr.write(`troad ${name}: ${expected ? (error as Error).message : ((error as Error).stack ?? String(error))}\n`);
      process.exit(expected ? 1 : 70);
    }
  }
}
