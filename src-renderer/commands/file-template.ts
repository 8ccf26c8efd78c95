import { EXAMPLES } from '#document/examples/index.ts';
import { topologySvg } from '../canvas/figure.ts';
import { useDrawing } from '../stores/drawing.ts';
import { command } from './command.ts';
import { fileExamples } from './file-example.ts';
import type { Command } from './command.ts';

/** Shows the projects that come with the application, each with a picture. */
export const fileTemplates = command({
  id: 'file.templates',
  title: 'commands.file.templates',
  shortcut: 'Shift+T',
  enabled: () => true,
  perform: () => void (useDrawing().templatesShown = true),
});

/** A project that comes with the application, to choose by its picture. */
export interface Template {
  /** As in the locale: `templates.<id>`. */
  id: string;
  /** Address of its picture. Drawing it takes a moment. */
  picture(): string;
  /** Opens it, after asking when something would be lost. */
  open: Command;
}

/** All of them, in their order. */
export const TEMPLATES: readonly Template[] = EXAMPLES.map(({ id, make }, index) => ({
  id,
  picture() {
    const { svg } = topologySvg(new Map(make().records.map((record) => [record.id, record])), '');
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  },
  open: fileExamples[index]!,
}));
