import { EXAMPLES } from '#document/examples/index.ts';
import { writeDocument } from '#document/write.ts';
import { mayLose, openProject } from '../files/opening.ts';
import { worded } from '../files/worded.ts';
import { NEW_FILE } from '../stores/document.ts';
import { command } from './command.ts';

/** Opens a project that comes with the application, after asking when something would be lost: one command each. */
export const fileExamples = EXAMPLES.map(({ id, make }) =>
  command({
    id: `file.example-${id}`,
    title: `commands.file.example-${id}`,
    enabled: () => true,
    perform: async () => {
      if (!(await mayLose())) return;
      const text = writeDocument(worded(id, make()));
      await openProject({ name: NEW_FILE, text, path: null });
    },
  }),
);
