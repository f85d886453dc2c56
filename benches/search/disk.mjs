// What a built index weighs where it lies, and what its program weighs on its way to a reader.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sentBytes } from './server.mjs'

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))

const sum = (files, of) => files.reduce((total, file) => total + of(file), 0)
const onDisk = (file) => statSync(file).size

export const sourceBytes = (handbook) => sum(filesIn(handbook).filter((file) => file.endsWith('.md')), onDisk)

/** {terms, raw, disk, sent, first, files, script}: bytes, but for `files`; `first` is what comes before any term. */
export function linliOnDisk(site) {
  const folder = join(site, 'search')
  const files = filesIn(folder)
  const part = (file) => relative(folder, file).split(sep)[0]
  const terms = files.filter((file) => part(file) === 'terms')
  const scripts = filesIn(join(site, 'assets')).filter((file) => /^(search|find)[^/]*\.js$/.test(basename(file)))
  return {
    // A small handbook's index is one file, in which terms cannot be told apart.
    terms: terms.length ? sum(terms, onDisk) : NaN,
    raw: sum(files, onDisk),
    disk: sum(files, onDisk),
    sent: sum(files, sentBytes),
    first: sentBytes(join(folder, 'manifest.js')),
    files: files.length,
    script: sum(scripts, sentBytes),
  }
}

/** The same of Pagefind, whose parts are packed where they lie; its ready-made interface is not counted. */
export function pagefindOnDisk(folder) {
  const files = filesIn(folder)
  const parts = files.filter((file) => /\.pf_\w+$|pagefind-entry\.json$/.test(file))
  const unpacked = (file) => (file.endsWith('.json') ? onDisk(file) : gunzipSync(readFileSync(file)).length)
  const programs = ['pagefind.js', 'pagefind-worker.js']
  const wasm = files.filter((file) => /wasm\.(zh|unknown)/.test(file)).slice(0, 1)
  return {
    terms: sum(parts.filter((file) => file.endsWith('.pf_index')), unpacked),
    raw: sum(parts, unpacked),
    disk: sum(parts, onDisk),
    sent: sum(parts, sentBytes),
    first: sum(parts.filter((file) => /pf_meta$/.test(file) && /[\\/]pagefind\.zh/.test(file)), onDisk),
    files: parts.length,
    script: sum(files.filter((file) => programs.includes(basename(file))).concat(wasm), sentBytes),
  }
}
