/**
 * Who may import whom (DESIGN.md, "Folders"): shared <- domain <- pacing, compliance <- dialer; adapters see shared, domain
 * and the types of dialer/ports.ts; features stand on ports of their own; api calls commands and queries; src/main.ts alone
 * composes everything. Each folder has a list of what it may see; all else in src/ is forbidden.
 */
const PORTS = 'dialer/ports[.]ts$';
const CORE = ['shared/', 'domain/'];
const FEATURES = ['lists', 'crm', 'quality', 'reports'];
const ADAPTERS = ['asterisk', 'binding', 'queue', 'db', 'cdr', 'metrics'];
// cdr is an adapter of the engine and a feature with a port of its own (where its records are kept).
const FEATURE_PORTS = `(${[...FEATURES, 'cdr'].join('|')})/ports[.]ts$`;

// src/main.ts composes; src/compose/ is its own parts, one for each program.
const COMPOSES = '^src/(main[.]ts$|compose/)';

/** Folder → what it may see beside itself, as patterns below src/. */
const MAY_SEE = {
  shared: [],
  domain: ['shared/'],
  config: ['shared/'],
  pacing: CORE,
  compliance: [...CORE, PORTS],
  dialer: [...CORE, 'pacing/index[.]ts$', 'compliance/'],
  ...Object.fromEntries(ADAPTERS.map((folder) => [folder, [...CORE, PORTS]])),
  // The stores implement the features' ports too, and the gate's facts.
  db: [...CORE, PORTS, FEATURE_PORTS, 'compliance/ports[.]ts$'],
  queue: [...CORE, PORTS, FEATURE_PORTS],
  ...Object.fromEntries(FEATURES.map((folder) => [folder, [...CORE, PORTS, 'compliance/']])),
  // Commands and queries of engine and features, never a store or an adapter.
  api: [...CORE, 'dialer/', 'compliance/', ...FEATURES.map((folder) => `${folder}/`)],
  // The simulated Asterisk is another program: it knows ARI's types and nothing of the engine.
  sim: [...CORE, 'asterisk/ari-types[.]gen[.]ts$'],
};

const rules = Object.entries(MAY_SEE).map(([folder, others]) => ({
  name: `${folder}-sees-only`,
  comment: `src/${folder} may import ${[folder, ...others].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: [`${folder}/`, ...others].map((pattern) => `^src/${pattern}`) },
}));

const adaptersSeeTypes = {
  name: 'ports-are-types',
  comment: 'adapters take types (and the errors declared beside them) from dialer/ports.ts, nothing else of the engine',
  severity: 'error',
  from: { path: `^src/(${ADAPTERS.join('|')})/` },
  to: { path: '^src/dialer/', pathNot: `^src/${PORTS}` },
};

module.exports = {
  forbidden: [
    ...rules,
    adaptersSeeTypes,
    {
      name: 'known-folders',
      comment: 'a new folder of src/ gets its line in MAY_SEE first',
      severity: 'error',
      from: { path: '^src/', pathNot: [`^src/(${Object.keys(MAY_SEE).join('|')})/`, COMPOSES] },
      to: {},
    },
    {
      name: 'nobody-imports-main',
      comment: 'src/main.ts and its src/compose/ compose; nothing may depend on them',
      severity: 'error',
      from: { path: '^src/', pathNot: COMPOSES },
      to: { path: COMPOSES },
    },
    {
      name: 'no-cycles',
      comment: 'two files that need each other are one file, or miss a third',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'src-stands-alone',
      comment: 'the product imports neither its tests nor its scripts',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|scripts|web)/' },
    },
    {
      name: 'web-stands-alone',
      comment: 'the pages know the service by its generated types and its addresses only',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(src|test|bench|scripts)/' },
    },
    {
      name: 'pages-on-top',
      comment: 'what pages share knows no page',
      severity: 'error',
      from: { path: '^web/src/(api|events|i18n|keys|parts|softphone)/' },
      to: { path: '^web/src/(pages/|app[.]tsx|main[.]tsx)' },
    },
    {
      name: 'pure-inside',
      comment: 'domain, pacing and compliance do no I/O: no Node module, no package',
      severity: 'error',
      from: { path: '^src/(domain|pacing|compliance)/' },
      to: { dependencyTypes: ['core', 'npm'], pathNot: ['^crypto$', '^node:crypto$', 'libphonenumber-js'] },
    },
    {
      name: 'no-dev-packages',
      comment: 'what src/ imports is a dependency, not a development dependency',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'not-resolvable',
      comment: 'an import that leads nowhere hides what it would break',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mjs', '.cjs', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
