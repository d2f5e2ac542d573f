import places from './places.json' with { type: 'json' };

/** The rooms of the server, in the order of docs/MAP.md. dependency-cruiser reads the same list. */
export const ROOMS: readonly string[] = places.rooms;

const TESTS = new RegExp(places.tests);
const WORLD = places.world.map((pattern) => new RegExp(pattern));
const CODE = /\.(ts|tsx|js|jsx|mjs|cjs)$/;
const GENERATED = /(\.gen\.tsx?|(^|\/)routeTree\.gen\.ts)$/;

/** A question about a path relative to the root, written with `/`. */
export type Where = (path: string) => boolean;

/** True for tests, scenarios and what only they import. */
export const isTest: Where = (path) => TESTS.test(path);

/** True for TypeScript and JavaScript that a person wrote. */
export const isCode: Where = (path) => CODE.test(path) && !GENERATED.test(path);

/** True for the few files that may open a socket or speak HTTP: places.json names them. */
export const isWorld: Where = (path) => WORLD.some((pattern) => pattern.test(path));

/** Code under these patterns, tests left out. */
export const codeIn =
  (...patterns: readonly RegExp[]): Where =>
  (path) =>
    isCode(path) && !isTest(path) && patterns.some((pattern) => pattern.test(path));

/** What the first question allows and no later one does. */
export const except =
  (where: Where, ...not: readonly Where[]): Where =>
  (path) =>
    where(path) && !not.some((excluded) => excluded(path));

/** The room a server file belongs to, or `undefined` outside the rooms. */
export const roomOf = (path: string): string | undefined => {
  const room = /^server\/src\/([^/]+)\//.exec(path)?.[1];
  return room !== undefined && ROOMS.includes(room) ? room : undefined;
};

/** True for the files of a room that remember: `store.ts`, `store/*.ts`, `*-store.ts`. */
export const isStore: Where = (path) => roomOf(path) !== undefined && /(\/|-)store(\/[^/]+)?\.ts$/.test(path);
