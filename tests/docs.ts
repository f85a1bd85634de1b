import fs from "node:fs";
import path from "node:path";

const papers = ["README.md", "README.zh-Hant.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"];

/** Documents that must exist and be true: every room has a README and is named, links lead somewhere. */
export function staleDocs(root: string): string | undefined {
  const rooms = ["kernel", "web", ...["packages", "modules", "apps"].flatMap((base) => foldersIn(root, base))];
  const folders = [...rooms, "content", "content/law", "bench", "suites", "tests", "e2e"];
  const problems = [
    ...folders.filter((folder) => !exists(root, folder, "README.md")).map((folder) => `${folder} has no README.md`),
    ...[...papers, "LICENSE", "NOTICE"].filter((file) => !exists(root, file)).map((file) => `${file} is missing`),
    ...unnamed(
      root,
      "ARCHITECTURE.md",
      rooms.filter((room) => room.includes("/")),
    ),
    ...[...papers, ...folders.map((folder) => `${folder}/README.md`), ...documentsIn(root, "docs")].flatMap((file) =>
      deadLinks(root, file),
    ),
    ...unlocked(root, rooms),
  ];
  return problems.length > 0 ? problems.join("\n") : undefined;
}

const exists = (root: string, ...parts: string[]): boolean => fs.existsSync(path.join(root, ...parts));
const read = (root: string, file: string): string => (exists(root, file) ? fs.readFileSync(path.join(root, file), "utf8") : "");
const filesIn = (root: string, folder: string): string[] =>
  exists(root, folder) ? fs.readdirSync(path.join(root, folder)).map((name) => `${folder}/${name}`) : [];
const documentsIn = (root: string, folder: string): string[] =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => `${folder}/${file}`);
const foldersIn = (root: string, base: string): string[] =>
  filesIn(root, base).filter((folder) => fs.statSync(path.join(root, folder)).isDirectory());

const unnamed = (root: string, file: string, names: string[]): string[] =>
  names.filter((name) => !read(root, file).includes(`\`${name}\``)).map((name) => `${file} does not name ${name}`);

function deadLinks(root: string, file: string): string[] {
  const links = [...read(root, file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map((match) => match[1]!);
  return links.filter((link) => !exists(root, path.dirname(file), link)).map((link) => `${file}: nothing at ${link}`);
}

/** A workspace that the lock file does not name makes `npm ci` refuse. */
function unlocked(root: string, rooms: string[]): string[] {
  const { packages = {} } = JSON.parse(read(root, "package-lock.json") || "{}") as { packages?: Record<string, unknown> };
  return rooms
    .filter((room) => exists(root, room, "package.json") && !(room in packages))
    .map((room) => `package-lock.json does not name ${room}: npm ci would refuse`);
}
