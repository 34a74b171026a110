/** The house rules as oxlint rules. What they allow is data in `house.mjs`; here it is only looked up. */
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  floorFault,
  nameFault,
  THEME,
  themeRules,
  wallFault,
  WORLD,
  worldRules,
} from './house.mjs';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Path of the linted file from the root of the repository, with forward slashes. */
const pathOf = (context) => relative(ROOT, context.filename).split(sep).join('/');

/** A rule that sees every specifier a file imports or re-exports, static or dynamic. */
function importRule(fault) {
  return {
    create(context) {
      const path = pathOf(context);
      const look = (source) => {
        if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
        const says = fault(path, source.value);
        if (says !== null) context.report({ node: source, message: says });
      };
      return {
        ImportDeclaration: (node) => look(node.source),
        ExportNamedDeclaration: (node) => look(node.source),
        ExportAllDeclaration: (node) => look(node.source),
        ImportExpression: (node) => look(node.source),
        TSImportType: (node) => look(node.source ?? node.argument?.literal ?? node.argument),
      };
    },
  };
}

/** Whether an identifier stands for the global of that name, not for something of the file's own. */
function isGlobal(context, node) {
  for (let scope = context.sourceCode.getScope(node); scope; scope = scope.upper) {
    const variable = scope.set.get(node.name);
    if (variable !== undefined && variable.defs.length > 0) return false;
  }
  return true;
}

/** The global an expression stands for: `Date` or `globalThis.Date`. */
function globalName(context, node) {
  if (node.type === 'Identifier') return isGlobal(context, node) ? node.name : null;
  if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return null;
  if (node.object.name !== 'globalThis' && node.object.name !== 'global') return null;
  return memberName(node);
}

function memberName(node) {
  if (!node.computed) return node.property.type === 'Identifier' ? node.property.name : null;
  return node.property.type === 'Literal' ? String(node.property.value) : null;
}

const world = {
  create(context) {
    if (!worldRules(pathOf(context))) return {};
    const report = (node) => context.report({ node, message: WORLD.says });
    const isReference = ({ parent, ...node }) => {
      if (parent.type === 'MemberExpression' && parent.property.start === node.start) {
        return parent.computed;
      }
      if (parent.type === 'Property' && parent.key.start === node.start) {
        return parent.shorthand || parent.computed;
      }
      return !/^(?:TS|Import|Export|MethodDefinition|PropertyDefinition)/.test(parent.type);
    };
    return {
      ImportDeclaration(node) {
        const banned = WORLD.modules[node.source.value];
        if (banned === undefined || node.importKind === 'type') return;
        if (banned === true) return report(node);
        for (const each of node.specifiers) {
          if (each.type === 'ImportSpecifier' && !banned.includes(each.imported.name)) continue;
          if (each.type !== 'ImportSpecifier') continue;
          report(each);
        }
      },
      MemberExpression(node) {
        const member = memberName(node);
        const object = globalName(context, node.object);
        if (object !== null && WORLD.members[object]?.includes(member)) report(node);
        const all = object === 'globalThis' || object === 'global';
        if (all && WORLD.globals.includes(member)) report(node);
      },
      VariableDeclarator(node) {
        if (node.id.type !== 'ObjectPattern' || !node.init) return;
        const banned = WORLD.members[globalName(context, node.init) ?? ''] ?? [];
        for (const property of node.id.properties) {
          if (property.type === 'Property' && banned.includes(property.key.name)) report(property);
        }
      },
      NewExpression(node) {
        if (node.arguments.length === 0 && globalName(context, node.callee) === 'Date')
          report(node);
      },
      CallExpression(node) {
        if (globalName(context, node.callee) === 'Date') report(node);
      },
      Identifier(node) {
        if (!WORLD.globals.includes(node.name) || !isReference(node)) return;
        if (isGlobal(context, node)) report(node);
      },
    };
  },
};

const theme = {
  create(context) {
    if (!themeRules(pathOf(context))) return {};
    const look = (node, text) => {
      if (typeof text === 'string' && THEME.colour.test(text)) {
        context.report({ node, message: THEME.says });
      }
    };
    return {
      Literal: (node) => look(node, node.value),
      TemplateElement: (node) => look(node, node.value.raw),
    };
  },
};

const names = {
  create(context) {
    return {
      Program(node) {
        const fault = nameFault(pathOf(context));
        if (fault !== null) context.report({ node, message: fault });
      },
    };
  },
};

const barrels = {
  create(context) {
    return {
      Program(node) {
        const onlyPassesOn = (each) =>
          each.type === 'ExportAllDeclaration' ||
          (each.type === 'ExportNamedDeclaration' && each.source !== null);
        if (node.body.length > 0 && node.body.every(onlyPassesOn)) {
          context.report({ node, message: 'import from the file that holds it; no barrels' });
        }
      },
    };
  },
};

export default {
  meta: { name: 'house' },
  rules: {
    floors: importRule(floorFault),
    walls: importRule(wallFault),
    world,
    theme,
    names,
    'no-barrel': barrels,
  },
};
