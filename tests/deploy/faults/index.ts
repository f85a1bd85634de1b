import type { Breakdown } from "./breakdown.ts";
import * as database from "./database.ts";
import * as edge from "./edge.ts";
import * as network from "./network.ts";
import * as platform from "./platform.ts";

/** In the order of the table. A further fault is an entry of one of these files, or a file of its own. */
export const faults: Breakdown[] = [
  platform.rollingRestart,
  database.switchOver,
  edge.haproxyReload,
  database.leaderKilled,
  database.standbysGone,
  database.commitCancelled,
  database.etcdWithoutQuorum,
  database.standbyFull,
  network.partition,
  network.deafLeader,
  edge.haproxyKilled,
  platform.leaseHolderStopped,
  platform.machineGone,
  // afterwards Patroni 3.0 wants a restart: the last one
  database.patroniStopped,
];
