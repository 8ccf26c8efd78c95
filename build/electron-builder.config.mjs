/** How the application is packaged for lab PCs: no administrator, no internet, no update. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './setup/node.mjs';

const { version } = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'electron', 'package.json'), 'utf8'));

/** @type {import('electron-builder').Configuration} */
export default {
  appId: 'app.hopscope',
  productName: 'Hopscope',
  copyright: 'Copyright © 2026 The Hopscope authors',
  directories: { output: process.env.HOPSCOPE_RELEASE ?? 'release', buildResources: 'build' },

  // Everything is bundled: the archive holds the bundles and package.json, and no package.
  files: ['out/main/**', 'out/preload/**', 'out/renderer/**', 'package.json', '!**/*.map', '!**/node_modules/**'],
  extraFiles: [{ from: 'LICENSE', to: 'LICENSE.hopscope.txt' }],
  asar: true,
  npmRebuild: false,
  electronVersion: version,
  // A folder with an unpacked runtime, for machines that cannot fetch one.
  ...(process.env.ELECTRON_DIST ? { electronDist: process.env.ELECTRON_DIST } : {}),
  electronLanguages: ['en-US', 'ko'],

  electronFuses: {
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    grantFileProtocolExtraPrivileges: false,
    onlyLoadAppFromAsar: true,
    enableCookieEncryption: true,
    // Electron checks it on Windows and macOS; elsewhere it has no effect.
    enableEmbeddedAsarIntegrityValidation: true,
  },

  fileAssociations: [{ ext: 'hop', name: 'Hopscope project', mimeType: 'application/x-hopscope', role: 'Editor' }],
  publish: null,
  artifactName: '${productName}-${version}-${os}-${arch}.${ext}',

  // No portable exe (it unpacks itself at each start); the zip is the folder to copy.
  win: { target: ['zip', 'nsis'], icon: 'build/icons/icon.ico' },
  nsis: { oneClick: true, perMachine: false, deleteAppDataOnUninstall: false },
  // No AppImage (Ubuntu's AppArmor refuses its sandbox without an administrator).
  linux: {
    target: ['tar.gz', 'deb'],
    icon: 'build/icons',
    category: 'Education',
    synopsis: 'An offline network playground',
    maintainer: 'The Hopscope authors <hopscope@localhost>',
    executableName: 'hopscope',
  },
  // Signed for this machine only, unless the maintainer has an identity.
  mac: {
    target: ['zip'],
    icon: 'build/icons/icon.icns',
    category: 'public.app-category.education',
    identity: process.env.CSC_NAME ?? '-',
  },
};
