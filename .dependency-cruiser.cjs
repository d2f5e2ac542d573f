// The import table of docs/MAP.md. Each rule is one row, and tools/tidy/imports.test.ts shows each of them fail.
const { rooms, tests, world } = require('./tools/tidy/places.json');

try {
  require.resolve('@swc/core');
} catch {
  throw new Error('dependency-cruiser sees no TypeScript 7 without @swc/core, and would find nothing: run npm ci.');
}

const TEST = [tests];
const NPM = '(^|/)node_modules/';
const VALUES = '^values/';
const KERNEL = '^server/src/kernel/';
const KERNEL_DB = '^server/src/kernel/(db(/|[.-])|(page|copy)\\.ts$)';
const ROOM = `^server/src/(${rooms.join('|')})/`;
const OWN = '^server/src/$1/';
const STORE = '(?:store|[^/]+-store)(?:\\.ts$|/)';
const DOOR = '(?:routes|jobs)(?:\\.ts$|/)';
const CONTRACT = 'contract(?:\\.ts$|/)';
const FACE = '(?:index|contract|events|faults)(?:\\.ts$|/)';
const WORLD = world.filter((pattern) => !/^\^(web|server\/src\/(kernel|main))/.test(pattern));

/** One row: what `from` imports beyond `only` is refused. `builtins` lets Node's own modules pass. */
const only = (name, comment, from, allowed, { builtins = false, ...to } = {}) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: TEST, ...(typeof from === 'string' ? { path: from } : from) },
  to: { pathNot: allowed, ...(builtins ? { dependencyTypesNot: ['core'] } : {}), ...to },
});

/** One row: `from` may not import `to`. */
const never = (name, comment, from, to) => ({ name, comment, severity: 'error', from: { pathNot: TEST, ...from }, to });

const bothSides = [
  only('values-alone', 'values/ imports itself and small libraries: no I/O.', VALUES, [VALUES, NPM]),
  only('radius-alone', 'radius/ imports itself and small libraries: it could be published alone.', '^radius/', [
    '^radius/',
    NPM,
    '^(node:)?(crypto|buffer)$',
  ]),
];

const server = [
  only(
    'kernel-knows-no-isp',
    'kernel/ imports values and libraries; it knows nothing of rooms.',
    KERNEL,
    [KERNEL, VALUES, NPM],
    {
      builtins: true,
    },
  ),
  only(
    'core-thinks-alone',
    'core/ imports values and its own core/; that of aaa the RADIUS protocol too. (node:net for isIP alone: the rule on sockets is tidy’s.)',
    `${ROOM}core/`,
    [VALUES, `${OWN}core/`, '^radius/', '^(node:)?net$'],
  ),
  never(
    'core-without-radius',
    'Only aaa speaks RADIUS.',
    { path: ROOM, pathNot: [...TEST, '^server/src/aaa/'] },
    { path: '^radius/' },
  ),
  only(
    'store-remembers',
    'A store imports kernel/db, kernel/page, kernel/copy, values, Kysely and types of its own core/ and contract.',
    `${ROOM}${STORE}`,
    [VALUES, KERNEL_DB, `${OWN}(core/|${STORE}|${CONTRACT})`, `${NPM}(kysely|zod)/`],
  ),
  never(
    'store-takes-types-only',
    'A store imports types of core/ and the contract: what decides is called by a verb.',
    { path: `${ROOM}${STORE}` },
    {
      path: `${OWN}(core/|${CONTRACT})`,
      dependencyTypesNot: ['type-only'],
    },
  ),
  only(
    'rooms-apart',
    'A room imports itself, kernel/, values and libraries; aaa also radius. What crosses rooms is flows/ or views/.',
    ROOM,
    [OWN, KERNEL, VALUES, '^radius/', NPM],
    { builtins: true },
  ),
  never(
    'verbs-behind-doors',
    'A verb imports its own store, core, events and faults: no door and no face. Of the contract it may take types.',
    { path: `${ROOM}[^/]+\\.ts$`, pathNot: [...TEST, `${ROOM}(${DOOR}|${FACE})`] },
    { path: `${OWN}(${DOOR}|(index|contract)\\.ts$|contract/)`, dependencyTypesNot: ['type-only'] },
  ),
  never(
    'doors-decide-nothing',
    'A door imports verbs, the store and the contract: what decides is called by a verb.',
    {
      path: `${ROOM}${DOOR}`,
    },
    { path: `${OWN}core/`, dependencyTypesNot: ['type-only'] },
  ),
  only(
    'contract-on-the-wire',
    'A contract imports values and zod: the web reads it too. Those of flows and views may be made of rooms’ contracts.',
    { path: `^server/src/([^/]+)/${CONTRACT}`, pathNot: [...TEST, `^server/src/(flows|views)/`] },
    [VALUES, `${NPM}zod/`, `${OWN}contract/`],
  ),
  only(
    'contract-across-rooms',
    'The contract of flows and views imports its own parts, values, zod and rooms’ contracts.',
    `^server/src/(flows|views)/${CONTRACT}`,
    [VALUES, `${NPM}zod/`, `${ROOM}${CONTRACT}`, '^server/src/(flows|views)/contract/'],
  ),
  only(
    'flows-by-the-face',
    'flows/ imports the index.ts of rooms, views/, kernel/ and values.',
    { path: '^server/src/flows/', pathNot: [...TEST, `^server/src/flows/(${CONTRACT}|${DOOR})`] },
    ['^server/src/(flows|views)/', `${ROOM}index\\.ts$`, KERNEL, VALUES, `${NPM}(zod|csv-parse)/`],
  ),
  only(
    'flow-doors',
    'The doors of flows/ import flows, the faces and contracts of rooms, kernel/, values and zod.',
    `^server/src/flows/${DOOR}`,
    ['^server/src/flows/', `${ROOM}(index\\.ts$|${CONTRACT})`, KERNEL, VALUES, `${NPM}zod/`],
  ),
  only(
    'views-read',
    'views/ imports kernel/db, kernel/page, kernel/copy, the shape of Ctx, values, Kysely and types of rooms’ faces; its doors all of kernel/.',
    {
      path: '^server/src/views/',
      pathNot: [...TEST, `^server/src/views/(${CONTRACT}|${DOOR}|index\\.ts$)`],
    },
    [
      '^server/src/views/',
      KERNEL_DB,
      '^server/src/kernel/(ctx|faults)\\.ts$',
      `${ROOM}index\\.ts$`,
      VALUES,
      `${NPM}(kysely|zod)/`,
    ],
  ),
  never(
    'views-take-types-only',
    'A view takes types of a room’s face, and calls none of it.',
    { path: '^server/src/views/' },
    { path: `${ROOM}index\\.ts$`, dependencyTypesNot: ['type-only'] },
  ),
  only(
    'view-doors',
    'The doors of views/ import views, kernel/ and values.',
    `^server/src/views/(${DOOR}|index\\.ts$)`,
    ['^server/src/views/', KERNEL, VALUES, `${NPM}zod/`],
  ),
  never(
    'world-from-jobs-only',
    'Who speaks to the world is called from jobs, where no transaction is open.',
    { path: '^server/src/', pathNot: [...TEST, '/jobs(\\.ts$|/)', '^server/src/(main|kernel)/', ...WORLD] },
    { path: WORLD, dependencyTypesNot: ['type-only'] },
  ),
  never(
    'main-is-the-top',
    'main/ knows everything, and nobody knows main/.',
    {
      pathNot: [...TEST, '^server/(src/main|bin)/', '^tools/'],
    },
    { path: '^server/src/main/' },
  ),
];

const web = [
  only(
    'web-knows-contracts',
    'web/ imports contracts of the server, values and libraries, and nothing else of ours.',
    '^web/',
    ['^web/', VALUES, NPM, `^server/src/[^/]+/${CONTRACT}`],
    { builtins: true },
  ),
  never('web-without-node', 'A browser has no Node.', { path: '^web/src/' }, { dependencyTypes: ['core'] }),
  never(
    'web-rooms-apart',
    'A room on the web imports its own contract (or that of flows and views), kit and api.',
    {
      path: `^web/src/(${rooms.join('|')})/`,
    },
    {
      path: `^(web/src|server/src/(${rooms.join('|')}))/`,
      pathNot: ['^web/src/($1|kit|api)/', `^server/src/$1/${CONTRACT}`],
    },
  ),
  never(
    'kit-knows-no-room',
    'kit/ and api/ know no room, screen or door.',
    { path: '^web/src/(kit|api)/' },
    {
      path: '^web/src/',
      pathNot: '^web/src/(kit|api)/',
    },
  ),
];

const everywhere = [
  never(
    'tools-are-no-library',
    'tools/ is imported by tests only.',
    { pathNot: [...TEST, '^tools/'] },
    { path: '^tools/' },
  ),
  never(
    'test-support-for-tests',
    'Only tests import what supports tests.',
    { pathNot: [...TEST, '^tools/'] },
    { path: tests },
  ),
  {
    name: 'tests-stay-in-their-room',
    comment: 'A test of a room imports its own room, main/, test support, and the faces of others.',
    severity: 'error',
    from: { path: `${ROOM}.*\\.test\\.ts$` },
    to: { path: ROOM, pathNot: [OWN, `${ROOM}index\\.ts$`] },
  },
  {
    name: 'no-cycles',
    comment: 'Two files that need each other are one, or need a third.',
    severity: 'error',
    from: {},
    to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
  },
  {
    name: 'no-missing-files',
    comment: 'An import leads somewhere.',
    severity: 'error',
    from: {},
    to: { couldNotResolve: true },
  },
];

module.exports = {
  forbidden: [...bothSides, ...server, ...web, ...everywhere],
  options: {
    parser: 'swc',
    combinedDependencies: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|coverage|data)[/.]|[.](css|svg|png|json)([?]|$)' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types', 'require'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
