import { parseArgs } from "node:util";
import { readRoad } from "@troad/directory";
import type { ProcessOptions } from "@troad/kernel";
import { ConfigurationError, startProcess } from "@troad/kernel";
import type { Command } from "../command.ts";
import { modules } from "../modules.ts";
import { root } from "../root.ts";

const serveHelp = `usage: troad serve [--target=all|a,b,c] [--agency=a,b] [--except=a,b] [--peers=module=https://host:port,...] [--peer-port=N]

Runs the platform, or a part of it.
  --target     modules that run in this process (default all)
  --agency     run these agencies alone; the central parts are elsewhere
  --except     agencies that run elsewhere
  --peers      modules in other processes, reached over mTLS
  --origins    public origins of modules in other processes: module=https://host,...
  --peer-port  where other processes reach this one; 0 chooses a free port
Configuration is by environment: PORT, HOST, PUBLIC_ORIGIN, DATABASE_URL, TROAD_DATA, TROAD_CONTENT, TROAD_DEMO, LOG_LEVEL ...
The demonstration (TROAD_DEMO) is off here and on in "troad up".`;

/** An agency that content does not know would otherwise silently run nothing. */
function agenciesHere(known: string[], wanted: string[] | undefined, except: string[]): string[] {
  const unknown = [...(wanted ?? []), ...except].filter((id) => !known.includes(id));
  if (unknown.length > 0) throw new ConfigurationError(`unknown agencies: ${unknown.join(", ")}; known are ${known.join(", ")}`);
  return (wanted ?? known).filter((id) => !except.includes(id));
}

/** Starts with the given options and runs until a signal; returns the exit code. */
export async function run(args: string[], greet: boolean, set: Record<string, string> = {}): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      target: { type: "string" },
      agency: { type: "string" },
      except: { type: "string" },
      peers: { type: "string" },
      origins: { type: "string" },
      "peer-port": { type: "string" },
      people: { type: "string" },
    },
  });
  const env = {
    ...process.env,
    ...(values.peers === undefined ? {} : { PEERS: values.peers }),
    ...(values.origins === undefined ? {} : { ORIGINS: values.origins }),
    ...(values["peer-port"] === undefined ? {} : { PEER_PORT: values["peer-port"] }),
    ...(values.people === undefined ? {} : { PEOPLE: values.people }),
    // an installation that runs parts of a government has people of its own; `up` is the demonstration
    ...(greet || process.env.TROAD_DEMO ? {} : { TROAD_DEMO: "off" }),
    ...(greet && !process.env.LOG_FILE ? { LOG_FILE: "troad.log" } : {}),
    // members may be invited to join a whole government (docs/adr/0073)
    ...(greet && !process.env.PEER_PORT && values["peer-port"] === undefined ? { PEER_PORT: "0" } : {}),
    ...set,
  };
  const target = values.target && values.target !== "all" ? values.target.split(",") : undefined;
  const wanted = values.agency?.split(",");
  const except = values.except?.split(",") ?? [];
  const progress = greet ? progressLine() : undefined;
  const options: ProcessOptions = {
    modules,
    ...(target ? { target } : {}),
    agencies: (content) =>
      agenciesHere(
        readRoad(content).agencies.map(({ id }) => id),
        wanted,
        except,
      ),
    agencyOnly: wanted !== undefined,
    env,
    root,
    guard: true,
    ...(progress ? { progress: progress.step } : {}),
  };
  // before the start: a signal during startup lets it finish starting and then stops it in order
  const asked = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => resolve());
  });
  const running = await startProcess(options);
  progress?.done(running.origin);
  if (!greet)
    process.stdout.write(
      `${JSON.stringify({ ready: true, origin: running.origin, modules: running.modules, endpoints: running.endpoints() })}\n`,
    );
  await asked;
  if (greet) process.stdout.write("\nStopping ... ");
  const force = setTimeout(() => process.exit(1), 20_000);
  force.unref();
  await running.stop();
  if (greet) process.stdout.write("stopped.\n");
  return 0;
}

function progressLine() {
  const began = Date.now();
  const words: Record<string, string> = {
    database: "Starting PostgreSQL",
    migrations: "Bringing the database up to date",
    modules: "Opening the modules",
    start: "Seeding and starting the services",
  };
  const seconds = (): string => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  return {
    step: (name: string) => {
      process.stdout.write(`  ${seconds().padStart(7)}  ${words[name] ?? name}\n`);
    },
    done: (origin: string) => {
      process.stdout.write(
        `  ${seconds().padStart(7)}  Ready\n\n  Open  ${origin}/   and choose who to be.\n` +
          "  All people and data are synthetic. Services: data/endpoints.json. Ctrl-C stops everything.\n\n",
      );
    },
  };
}

export const serve: Command = { help: serveHelp, run: (args) => run(args, false) };

export const up: Command = {
  help: `usage: troad up [--people=N]

Starts everything in one process: PostgreSQL in ./data, all modules, all agencies, a synthetic population (10,000 people).`,
  run: (args) => run(args, true),
};
