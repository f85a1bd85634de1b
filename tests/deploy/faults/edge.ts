import { setTimeout as wait } from "node:timers/promises";
import type { Breakdown } from "./breakdown.ts";

export const haproxyReload: Breakdown = {
  name: "haproxy-reload",
  title: "HAProxy reloaded five times on each machine (haproxy/haproxy#3472)",
  planned: true,
  act: async ({ lab }) => {
    for (let times = 0; times < 5; times += 1)
      for (const one of lab.machines) {
        await one.reload("troad-haproxy");
        await wait(500);
      }
  },
};

export const haproxyKilled: Breakdown = {
  name: "haproxy-killed",
  title: "HAProxy killed (kill -9) on each machine, one after the other",
  act: async ({ lab }) => {
    for (const one of lab.machines) {
      one.kill("troad-haproxy");
      await wait(1_000);
      one.start("troad-haproxy");
      await wait(3_000);
    }
  },
};
