/**
 * Reads which file imports what, out of the source itself. For the checks of this folder only: nothing here may be
 * imported by the application.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The top of the repository, absolute. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** One mention of another module. */
export interface Import {
  /** The module as written: `./frame.ts`, `#engine/wire/frame.ts`, `vue`, `node:http`. A `?query` is taken off. */
  module: string;
  /** Erased at run time: `import type`, `export type … from`, `import('…').T`, or only `type` names between the braces. */
  typeOnly: boolean;
  /** Line it stands in, from 1. */
  line: number;
}

/** A source file and what it imports. Paths are relative to the root and use `/` on every system. */
export interface Source {
  path: string;
  imports: Import[];
}

const SCRIPT = /<script\b[^>]*>([\s\S]*?)<\/script>/g;
const SOURCE_ENDINGS = /\.(?:ts|vue|mjs)$/;
const OUTPUT = new Set(['node_modules', 'out', 'release', 'test-results', 'playwright-report', 'coverage', '.git']);

/** Every file below `folder` (relative to `root`, `''` for all), sorted, without output folders. */
export function filesBelow(folder: string, root = ROOT): string[] {
  const found: string[] = [];
  const walk = (here: string): void => {
    for (const entry of readdirSync(here, { withFileTypes: true })) {
      if (OUTPUT.has(entry.name)) continue;
      const path = join(here, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.isFile()) found.push(relative(root, path).split(sep).join('/'));
    }
  };
  walk(join(root, folder));
  return found.toSorted();
}

/** Reads the imports of every source file (`.ts`, `.vue`, `.mjs`) below the folders. */
export function readSources(folders: readonly string[], root = ROOT): Source[] {
  return folders
    .flatMap((folder) => filesBelow(folder, root))
    .filter((path) => SOURCE_ENDINGS.test(path))
    .map((path) => ({ path, imports: importsOf(path, readFileSync(join(root, path), 'utf8')) }));
}

/** The imports of one file's text. Of a `.vue` file the script blocks are read, lines counted from the file's top. */
export function importsOf(path: string, text: string): Import[] {
  if (!path.endsWith('.vue')) return importsOfScript(path, text, 0);
  return [...text.matchAll(SCRIPT)].flatMap((match) => {
    const start = match.index + match[0].indexOf('>') + 1;
    const linesBefore = text.slice(0, start).split('\n').length - 1;
    return importsOfScript(path.replace(/\.vue$/, '.ts'), match[1] ?? '', linesBefore);
  });
}

function importsOfScript(path: string, text: string, linesBefore: number): Import[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (name: ts.Node | undefined, typeOnly: boolean): void => {
    if (name === undefined || !ts.isStringLiteralLike(name)) return;
    const line = file.getLineAndCharacterOfPosition(name.getStart(file)).line + 1 + linesBefore;
    found.push({ module: name.text.replace(/\?.*$/, ''), typeOnly, line });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isErased(node));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, isErased(node));
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && isLoading(node.expression)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** `import(…)` and `require(…)`. */
function isLoading(called: ts.Expression): boolean {
  return called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');
}

function isErased(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  if (ts.isExportDeclaration(node)) {
    if (node.isTypeOnly) return true;
    const names = node.exportClause;
    return names !== undefined && ts.isNamedExports(names) && allTypes(names.elements);
  }
  const clause = node.importClause;
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  if (clause.name !== undefined || clause.namedBindings === undefined) return false;
  return ts.isNamedImports(clause.namedBindings) && allTypes(clause.namedBindings.elements);
}

function allTypes(names: readonly { isTypeOnly: boolean }[]): boolean {
  return names.length > 0 && names.every((name) => name.isTypeOnly);
}

/**
 * The file an import stands for, relative to the root, or null when it is a package or a module of Node.
 * `aliases` is `imports` of package.json (`#engine/*` → `./src-main/engine/*`).
 */
export function targetOf(from: string, module: string, aliases: Readonly<Record<string, string>>): string | null {
  if (module.startsWith('.')) return posix.normalize(posix.join(posix.dirname(from), module));
  for (const [alias, place] of Object.entries(aliases)) {
    const [before = '', after = ''] = alias.split('*');
    if (!alias.includes('*') ? module === alias : module.startsWith(before) && module.endsWith(after)) {
      return posix.normalize(place.replace('*', module.slice(before.length, module.length - after.length)));
    }
  }
  return null;
}
