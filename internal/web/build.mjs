// Copies the few files of GraphiQL and React that /explore serves from
// node_modules into dist/, where Go embeds them. Run it after `npm ci`:
//
//     npm ci && node build.mjs
//
// dist/ is emptied first, so that a file of an older version never lingers.
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, 'node_modules');
const dist = join(here, 'dist');

// graphiql.min.js comes last: its presence is what tells make, and the Go
// side, that the build is whole.
const files = [
  'react/umd/react.production.min.js',
  'react-dom/umd/react-dom.production.min.js',
  'graphiql/graphiql.min.css',
  'graphiql/graphiql.min.js',
];

// licences gathers the notices of every installed package, because GraphiQL's
// bundle holds many of them and their licences ask that the notice travels along.
async function licences() {
  const names = [];
  for (const entry of await readdir(modules)) {
    if (entry.startsWith('.')) continue;
    if (!entry.startsWith('@')) names.push(entry);
    else for (const inner of await readdir(join(modules, entry))) names.push(`${entry}/${inner}`);
  }
  const notices = [];
  for (const name of names.sort()) {
    const folder = join(modules, name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    let notice = `${name} ${version} (${license ?? 'see its package'})\n`;
    for (const file of (await readdir(folder)).sort()) {
      if (/^licen[cs]e/i.test(file)) notice += `\n${await readFile(join(folder, file), 'utf8')}\n`;
    }
    notices.push(notice);
  }
  return notices.join(`\n${'-'.repeat(72)}\n\n`);
}

await mkdir(dist, { recursive: true });
for (const old of await readdir(dist)) {
  if (old !== '.keep') await rm(join(dist, old), { recursive: true });
}
await writeFile(join(dist, 'licences.txt'), await licences());
for (const file of files) {
  const text = await readFile(join(modules, file), 'utf8');
  // The source maps stay behind, so nothing may point to them either.
  await writeFile(join(dist, file.split('/').pop()), text.replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n'));
}
console.log(`GraphiQL is ready: ${files.length} files in ${dist}`);
