import { setTimeout as wait } from "node:timers/promises";
import { standbys, until } from "../lab.ts";
import type { Scene } from "../scene.ts";
import type { Breakdown } from "./breakdown.ts";

/** Cut until another machine leads, and for at least so many seconds. */
async function cutLeader(
  scene: Scene,
  seconds: number,
  cut: (leader: ReturnType<Scene["machine"]>, isCut: boolean) => void,
): Promise<void> {
  await until(() => standbys(scene.lab) >= 1, "a standby that is in step", 90);
  const leader = await scene.leading();
  cut(leader, true);
  try {
    await Promise.all([
      wait(seconds * 1_000),
      until(() => scene.lab.leader() && scene.lab.leader() !== leader.name, "another leader", 60),
    ]);
  } finally {
    cut(leader, false);
  }
  await scene.led(leader);
  await until(() => standbys(scene.lab) >= 1, "a standby that is in step", 90);
}

export const partition: Breakdown = {
  name: "partition",
  title: "the leader's machine cut off in both directions, and healed",
  act: (scene) => cutLeader(scene, 15, (leader, isCut) => leader.link(isCut ? "down" : "up")),
};

export const deafLeader: Breakdown = {
  name: "deaf-leader",
  title: "the leader's machine hears nobody and is heard (one direction cut), and healed",
  act: (scene) => cutLeader(scene, 15, (leader, isCut) => leader.deaf(isCut)),
};
