import { spawnSync } from "node:child_process";
import fs from "node:fs";

/** The account under which PostgreSQL runs when root starts the program. It has no other purpose, so no other daemon uses it. */
export const accountName = "troad-postgres";
/** Older versions ran PostgreSQL as `nobody`; those folders are transferred. */
export const nobody = 65534;

export type Account = { name: string | undefined; uid: number; gid: number };
type Named = Account & { name: string };

function accounts(): Named[] {
  return fs
    .readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
    .filter((fields) => fields.length >= 4)
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }));
}

/** The name of a user, which PostgreSQL's peer authentication needs. */
export const nameOf = (uid: number): string | undefined => accounts().find((account) => account.uid === uid)?.name;

/**
 * The account `troad-postgres`, created on first use. If it cannot be created (a container without useradd, a read-only /etc), a uid that
 * no account and no process has: `recorded`, the one of earlier starts, if it is still unused.
 */
export function serverAccount(recorded: number | undefined): Account {
  const existing = (): Named | undefined => accounts().find(({ name }) => name === accountName);
  // several programs may start at once and take turns at the lock of /etc/passwd
  for (let tries = 0; tries < 5; tries++) {
    const account = existing();
    if (account) {
      if (account.uid === 0 || account.uid === nobody)
        throw new Error(`the account ${accountName} must have a user id of its own`);
      return account;
    }
    const words = [
      "--system",
      "--user-group",
      "--no-create-home",
      "--home-dir",
      "/nonexistent",
      "--shell",
      "/usr/sbin/nologin",
      accountName,
    ];
    const made = spawnSync("useradd", words, { stdio: "ignore" });
    if (made.error) break;
    if (made.status !== 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  const account = existing();
  if (account) return account;
  const uid = recorded !== undefined && isFree(recorded) ? recorded : lastFree();
  return { name: undefined, uid, gid: uid };
}

/** System accounts are assigned from 999 downwards (useradd, adduser). */
function lastFree(): number {
  const working = uidsAtWork();
  for (let uid = 999; uid > 100; uid--) if (isFree(uid) && !working.has(uid)) return uid;
  throw new Error(`there is no free user id for PostgreSQL: make an account ${accountName}`);
}

const isFree = (uid: number): boolean => uid !== 0 && uid !== nobody && nameOf(uid) === undefined;

function uidsAtWork(): Set<number> {
  const uids = new Set<number>();
  for (const pid of fs.readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    const uid = fs.statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
    if (uid !== undefined) uids.add(uid);
  }
  return uids;
}

/**
 * initdb asks the system for the name of its user and fails for a uid without one. A system account under which nothing runs lends its name
 * for that moment; the folder changes owner right afterwards.
 */
export function idleAccount(): Account {
  const working = uidsAtWork();
  const idle = accounts().find(({ uid }) => uid > 0 && uid < 1000 && !working.has(uid));
  if (!idle) throw new Error(`PostgreSQL needs an account to begin with: make one of the name ${accountName}`);
  return idle;
}
