import fs from "node:fs";
import path from "node:path";

/** Documents that must exist and be true: every room has a README, links lead somewhere, the module list is complete. */
export function staleDocs(root: string): string | undefined {
  const problems: string[] = [];
  const rooms = ["kernel", ...["packages", "modules", "apps"].flatMap((base) => fs.readdirSync(path.join(root, base)).map((name) => `${base}/${name}`))];
  for (const room of rooms) if (!fs.existsSync(path.join(root, room, "README.md"))) problems.push(`${room} has no README.md`);
  const architecture = read(root, "ARCHITECTURE.md");
  for (const room of rooms.filter((one) => /^(packages|modules)\//.test(one))) if (!architecture.includes(path.basename(room))) problems.push(`ARCHITECTURE.md does not name ${room}`);
  for (const file of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE"]) if (!fs.existsSync(path.join(root, file))) problems.push(`${file} is missing`);
  for (const file of ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", ...rooms.map((room) => `${room}/README.md`)])
    for (const match of read(root, file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)) {
      const target = path.resolve(root, path.dirname(file), match[1]!);
      if (!fs.existsSync(target)) problems.push(`${file}: nothing at ${match[1]}`);
    }
  const lock = (JSON.parse(read(root, "package-lock.json") || "{}") as { packages?: Record<string, unknown> }).packages ?? {};
  for (const room of rooms) if (fs.existsSync(path.join(root, room, "package.json")) && !(room in lock)) problems.push(`package-lock.json does not name ${room}: npm ci would refuse`);
  return problems.length > 0 ? problems.join("\n") : undefined;
}

const read = (root: string, file: string): string => (fs.existsSync(path.join(root, file)) ? fs.readFileSync(path.join(root, file), "utf8") : "");
