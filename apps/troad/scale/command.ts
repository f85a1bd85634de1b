import { parseArgs } from "node:util";
import { ConfigurationError } from "@troad/kernel/env";
import type { Command } from "../command.ts";
import { usualRules } from "./decide.ts";
import { openReplicas } from "./replicas.ts";
import { runScale } from "./run.ts";

function number(name: string, text: string | undefined, usual: number): number {
  const value = Number(text ?? usual);
  if (!Number.isFinite(value) || value < 0) throw new ConfigurationError(`--${name}: a number is expected`);
  return value;
}

export const scale: Command = {
  help: `usage: troad scale --start COMMAND --stop COMMAND [OPTION ...]

Starts and drains replicas behind a HAProxy on this machine, as their metrics ask for; until a signal. Replica n is server rn of the backend.
  --start, --stop  commands for one replica, {n} is its number: systemctl start troad-replica@{n}
  --least, --most  how many there may be (${usualRules.least}, ${usualRules.most})
  --haproxy        socket of the runtime API (/run/troad/haproxy.sock)
  --backend        its backend (replicas)
  --ops-host, --ops-port  health and metrics of replica 1; those of n at the port n - 1 later (127.0.0.1, 9091)
  --every          seconds between readings (5)
  --cpu, --delay, --shed, --late, --waiting  above which one more is started: cores, seconds, requests a second, seconds, uploads
  --up-after, --down-after  readings in a row before one more, or one fewer (${usualRules.upAfter}, ${usualRules.downAfter})`,
  run: async (args) => {
    const text = { type: "string" } as const;
    const { values } = parseArgs({
      args,
      options: {
        ...{
          start: text,
          stop: text,
          least: text,
          most: text,
          haproxy: text,
          backend: text,
          "ops-host": text,
          "ops-port": text,
          every: text,
        },
        ...{ cpu: text, delay: text, shed: text, late: text, waiting: text, "up-after": text, "down-after": text },
      },
    });
    const { start, stop } = values;
    if (!start || !stop) {
      process.stderr.write(`${scale.help}\n`);
      return 2;
    }
    const { above } = usualRules;
    const rules = {
      ...usualRules,
      least: number("least", values.least, usualRules.least),
      most: number("most", values.most, usualRules.most),
      upAfter: number("up-after", values["up-after"], usualRules.upAfter),
      downAfter: number("down-after", values["down-after"], usualRules.downAfter),
      above: {
        cpu: number("cpu", values.cpu, above.cpu),
        delay: number("delay", values.delay, above.delay),
        shed: number("shed", values.shed, above.shed),
        late: number("late", values.late, above.late),
        waiting: number("waiting", values.waiting, above.waiting),
      },
    };
    if (rules.least < 1 || rules.most < rules.least)
      throw new ConfigurationError("--least is at least 1, --most at least --least");
    const say = (line: string): void => void process.stdout.write(`${line}\n`);
    const place = {
      haproxy: values.haproxy ?? "/run/troad/haproxy.sock",
      backend: values.backend ?? "replicas",
      host: values["ops-host"] ?? "127.0.0.1",
      firstPort: number("ops-port", values["ops-port"], 9_091),
      ...{ start, stop },
    };
    const stopping = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
    const everyMs = number("every", values.every, 5) * 1000;
    await runScale({ replicas: openReplicas(place, say), rules, everyMs, say, signal: stopping.signal });
    return 0;
  },
};
