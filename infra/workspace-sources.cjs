// For dependency-cruiser: `@guitu/x` stands for the source behind the entry that x's package.json exports, so that
// rules and cycles are about source files, and an import of something not exported does not resolve. The shape is a
// webpack configuration because that is where dependency-cruiser reads aliases from.
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const below = (group) => readdirSync(join(root, group)).map((name) => join(root, group, name));
const folders = [...below('packages'), ...below('services'), join(root, 'test')];

const alias = {};
for (const folder of folders) {
  if (!existsSync(join(folder, 'package.json'))) continue;
  const { name, exports = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const [entry, target] of Object.entries(exports)) {
    const compiled = typeof target === 'string' ? target : target.default;
    const source = compiled.replace(/^\.\/dist\//, 'src/').replace(/\.js$/, '.ts');
    alias[`${name}${entry.slice(1)}$`] = join(folder, source);
  }
}

module.exports = { resolve: { alias } };
