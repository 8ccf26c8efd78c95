/** All sections of this language: each file is one, under its own name. */
const sections = import.meta.glob<Record<string, unknown>>(['./*.ts', '!./index.ts'], {
  eager: true,
  import: 'default',
});

const messages: Record<string, Record<string, unknown>> = {};
for (const [path, section] of Object.entries(sections)) messages[path.slice(2, -3)] = section;

export default messages;
