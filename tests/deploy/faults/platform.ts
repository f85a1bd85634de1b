import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { isReady, putBack, until } from "../lab.ts";
import { startSeconds } from "../scene.ts";
import type { Breakdown } from "./breakdown.ts";

export const rollingRestart: Breakdown = {
  name: "rolling-restart",
  title: "rolling restart",
  planned: true,
  act: async ({ lab, machine }) => {
    for (const name of ["one", "two"]) {
      await machine(name).restart("troad");
      await until(() => isReady(lab, machine(name)), `the platform on machine ${name}`, startSeconds);
      // as long as the edges need to see it
      await wait(1_000);
    }
  },
};

export const leaseHolderStopped: Breakdown = {
  name: "lease-holder-stopped",
  title: "a replica with its leases stands still (SIGSTOP) for longer than they last",
  act: async ({ lab, machine }) => {
    machine("one").signal("troad", "SIGSTOP");
    await wait(17_000);
    assert.ok(isReady(lab, machine("two")));
    machine("one").signal("troad", "SIGCONT");
    await until(() => isReady(lab, machine("one")), "it is ready again", 60);
  },
};

export const machineGone: Breakdown = {
  name: "machine-gone",
  title: "a whole machine gone with its disk, and put back from nothing",
  act: async ({ lab, machine, add }) => {
    const gone = machine("two");
    gone.powerOff(true);
    await until(() => lab.leader(), "a leader", 60);
    await until(() => isReady(lab, machine("one")), "the other replica is ready", 60);
    await putBack(lab, gone);
    add(gone);
    await until(() => isReady(lab, gone), "the platform on the new machine", startSeconds);
  },
};
