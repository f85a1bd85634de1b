import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { psql, standbys, until } from "../lab.ts";
import { killDatabase, patronictl, signalPostgres } from "../patroni.ts";
import type { Scene } from "../scene.ts";
import type { Breakdown } from "./breakdown.ts";

const inStep = (scene: Scene): Promise<boolean> => until(() => standbys(scene.lab) >= 1, "a standby that is in step", 90);

export const leaderKilled: Breakdown = {
  name: "leader-killed",
  title: "Patroni and PostgreSQL of the leader killed (kill -9)",
  act: async (scene) => {
    await inStep(scene);
    const leader = await scene.leading();
    killDatabase(leader);
    await scene.led(leader);
    leader.start("troad-patroni");
  },
};

export const switchOver: Breakdown = {
  name: "switch-over",
  title: "switch-over of the database (`patronictl switchover`)",
  planned: true,
  act: async (scene) => {
    await inStep(scene);
    const leader = await scene.leading();
    patronictl(leader, "switchover", "--master", leader.name, "--force");
    await scene.led(leader);
    await inStep(scene);
  },
};

export const patroniStopped: Breakdown = {
  name: "patroni-stopped",
  title: "Patroni of the leader stands still (SIGSTOP) while its PostgreSQL runs on",
  act: async (scene) => {
    await inStep(scene);
    const leader = await scene.leading();
    leader.signal("troad-patroni", "SIGSTOP");
    try {
      await scene.led(leader);
    } finally {
      leader.signal("troad-patroni", "SIGCONT");
    }
    await inStep(scene);
  },
};

export const standbysGone: Breakdown = {
  name: "standbys-gone",
  title: "both standbys gone for twelve seconds: nothing is acknowledged until one is back",
  act: async (scene) => {
    await inStep(scene);
    const leader = await scene.leading();
    const others = scene.lab.machines.filter((one) => one !== leader);
    for (const one of others) killDatabase(one);
    await wait(12_000);
    assert.equal(scene.lab.leader(), leader.name);
    for (const one of others) one.start("troad-patroni");
    await inStep(scene);
  },
};

export const commitCancelled: Breakdown = {
  name: "commit-cancelled",
  title: "commits cancelled while they wait for the standby (patroni/patroni#1414), then the leader lost",
  act: async (scene) => {
    await inStep(scene);
    const leader = await scene.leading();
    const others = scene.lab.machines.filter((one) => one !== leader);
    // PostgreSQL of the standbys takes nothing in; each commit waits until it is cancelled
    for (const one of others) signalPostgres(one, "STOP");
    const end = Date.now() + 4_000;
    while (Date.now() < end) {
      psql(scene.lab, "select pg_cancel_backend(pid) from pg_stat_activity where wait_event = 'SyncRep'");
      await wait(200);
    }
    killDatabase(leader);
    for (const one of others) signalPostgres(one, "CONT");
    await scene.led(leader);
    leader.start("troad-patroni");
    await inStep(scene);
  },
};

export const etcdWithoutQuorum: Breakdown = {
  name: "etcd-without-quorum",
  title: "etcd without quorum for twenty seconds: nobody may lead",
  act: async (scene) => {
    await inStep(scene);
    for (const name of ["two", "three"]) scene.machine(name).kill("troad-etcd");
    await wait(20_000);
    for (const name of ["two", "three"]) scene.machine(name).start("troad-etcd");
    await scene.led();
    await inStep(scene);
  },
};

export const standbyFull: Breakdown = {
  name: "standby-full",
  title:
    "the disk of the standby in step is full, then the leader is killed: the lagging one does not lead (patroni/patroni#2819)",
  act: async (scene) => {
    await inStep(scene);
    const leader = await scene.leading();
    const inSync = (): string => psql(scene.lab, "select application_name from pg_stat_replication where sync_state = 'sync'");
    const full = scene.machine(await until(inSync, "the standby in step", 30));
    full.fill(true);
    const another = (): boolean => {
      // what is written so far may still fit into what the standby has
      psql(scene.lab, "select pg_switch_wal()");
      const now = inSync();
      return now !== "" && now !== full.name;
    };
    await until(() => wait(400).then(another), "another standby is in step", 90);
    killDatabase(leader);
    await scene.led(leader);
    assert.notEqual(scene.lab.leader(), full.name);
    full.fill(false);
    leader.start("troad-patroni");
    await until(() => standbys(scene.lab) >= 1, "a standby that is in step", 90);
  },
};
