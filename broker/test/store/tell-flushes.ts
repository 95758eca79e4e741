/** Preloaded into every thread of a process: writes the path of each file that is brought to the disk to descriptor 3. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const TO = 3;
const { openSync, fsyncSync, writeSync } = fs;
const paths = new Map<number, string>();
fs.openSync = (...args) => {
  const file = openSync(...args);
  paths.set(file, String(args[0]));
  return file;
};
fs.fsyncSync = (file) => {
  fsyncSync(file);
  writeSync(TO, `${paths.get(file)}\n`);
};
syncBuiltinESMExports();
