import type { Node } from 'oxc-parser';
import type { Seen, Source } from './source.ts';

/** Where an identifier stands as a name of its own and reads nothing. */
const NAMES_ONLY = new Set([
  'MemberExpression.property',
  'Property.key',
  'PropertyDefinition.key',
  'AccessorProperty.key',
  'MethodDefinition.key',
  'TSPropertySignature.key',
  'TSMethodSignature.key',
  'TSQualifiedName.right',
  'TSEnumMember.id',
  'ImportSpecifier.imported',
  'ImportSpecifier.local',
  'ImportDefaultSpecifier.local',
  'ImportNamespaceSpecifier.local',
  'ExportSpecifier.exported',
  'LabeledStatement.label',
  'VariableDeclarator.id',
  'FunctionDeclaration.id',
  'FunctionDeclaration.params',
  'FunctionExpression.id',
  'FunctionExpression.params',
  'ArrowFunctionExpression.params',
  'ClassDeclaration.id',
  'TSTypeAliasDeclaration.id',
  'TSInterfaceDeclaration.id',
  'TSFunctionType.params',
]);

const isComputed = (node: Node): boolean => 'computed' in node && node.computed === true;

/** True where an identifier is read, and false where it only names a key, a parameter or a declaration. */
export const isReference = ({ node, key, parent }: Seen): boolean => {
  if (node.type !== 'Identifier') return false;
  if (parent === undefined) return true;
  return isComputed(parent.node) || !NAMES_ONLY.has(`${parent.node.type}.${key}`);
};

const propertyName = (node: Node): string | undefined => {
  if (node.type !== 'MemberExpression') return undefined;
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : undefined;
  return node.property.type === 'Literal' && typeof node.property.value === 'string' ? node.property.value : undefined;
};

/** `a.b.c` of a chain of names, with `globalThis.` and `window.` taken off; `undefined` when a link is no plain name. */
export const dotted = (node: Node): string | undefined => {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'ChainExpression') return dotted(node.expression);
  if (node.type !== 'MemberExpression') return undefined;
  const [left, right] = [dotted(node.object), propertyName(node)];
  if (left === undefined || right === undefined) return undefined;
  return left === 'globalThis' || left === 'window' ? right : `${left}.${right}`;
};

/** The name a call chain starts from: `describe` in `describe.skipIf(x)('…')`. */
export const rootName = (node: Node): string | undefined => {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'CallExpression') return rootName(node.callee);
  return node.type === 'MemberExpression' ? rootName(node.object) : undefined;
};

/** The last name of what is called: `insertInto` in `tx.insertInto('…')`. */
export const calledName = (node: Node): string | undefined => {
  if (node.type !== 'CallExpression') return undefined;
  return node.callee.type === 'Identifier' ? node.callee.name : propertyName(node.callee);
};

/** The name of a template's tag: `sql` in ``sql<Row>`…` ``. */
export const tagName = (node: Node): string | undefined =>
  node.type === 'TaggedTemplateExpression' ? rootName(node.tag) : undefined;

/** The text a string literal or a template holds, its substitutions left out. */
export const textOf = (node: Node): string | undefined => {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === 'TaggedTemplateExpression') return textOf(node.quasi);
  return node.type === 'TemplateLiteral' ? node.quasis.map((part) => part.value.raw).join('?') : undefined;
};

/** The strings among a call's arguments, those inside arrays too. */
export const stringArguments = (node: Node): string[] => {
  if (node.type !== 'CallExpression') return [];
  const given = node.arguments.flatMap((argument) =>
    argument.type === 'ArrayExpression' ? argument.elements : [argument],
  );
  return given.flatMap((argument) => (argument === null ? [] : (textOf(argument) ?? [])));
};

/** Every place where a file reads one of these global names (`Date.now`, `process`, …). */
export const readsOf = (source: Source, names: readonly string[]): { at: number; name: string }[] =>
  source.parsed().nodes.flatMap((seen) => {
    if (seen.node.type !== 'MemberExpression' && !isReference(seen)) return [];
    const name = dotted(seen.node);
    return name !== undefined && names.includes(name) ? [{ at: seen.node.start, name }] : [];
  });
