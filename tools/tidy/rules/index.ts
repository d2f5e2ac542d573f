import type { Rule } from '../rule.ts';
import { clockInOnePlace } from './clock.ts';
import { coreIsPure, coreIsSynchronous } from './core.ts';
import { environmentInOnePlace } from './environment.ts';
import { noMachinePaths } from './machine.ts';
import { migrationNames } from './migrations.ts';
import { moneyIsExact } from './money.ts';
import { kebabCaseFiles, noEmptyNames, pascalCaseComponents } from './names.ts';
import { sqlInStores, storeOwnSchema, viewsOnlySelect } from './sql.ts';
import { oneVerbAFile } from './verbs.ts';
import { importsAreVisible } from './visible.ts';
import { worldByName } from './world.ts';

/** The house rules about one file. What is about the tree as a whole is in `ratchet.ts` and `checksums.ts`. */
export const RULES: readonly Rule[] = [
  coreIsSynchronous,
  coreIsPure,
  sqlInStores,
  viewsOnlySelect,
  storeOwnSchema,
  clockInOnePlace,
  environmentInOnePlace,
  moneyIsExact,
  worldByName,
  importsAreVisible,
  oneVerbAFile,
  noEmptyNames,
  kebabCaseFiles,
  pascalCaseComponents,
  migrationNames,
  noMachinePaths,
];
