import { arrangeCommands } from './arrange.ts';
import type { Command } from './command.ts';
import { editChooseAll } from './edit-choose-all.ts';
import { editCopy, editCut, editPaste } from './edit-copy.ts';
import { editConnect } from './edit-connect.ts';
import { editDuplicate } from './edit-duplicate.ts';
import { editPorts } from './edit-ports.ts';
import { editRedo } from './edit-redo.ts';
import { editRemove } from './edit-remove.ts';
import { editRename } from './edit-rename.ts';
import { editUndo } from './edit-undo.ts';
import { figureHopsCopy, figureHopsSave } from './figure-hops.ts';
import { figureTopologyPng, figureTopologySvg } from './figure-topology.ts';
import { fileExamples } from './file-example.ts';
import { fileForgetRecent } from './file-recent.ts';
import { fileNew } from './file-new.ts';
import { fileOpen } from './file-open.ts';
import { fileTemplates } from './file-template.ts';
import { fileSave, fileSaveAs } from './file-save.ts';
import { helpConcepts } from './help-concepts.ts';
import { helpContext } from './help-context.ts';
import { helpShortcuts } from './help-shortcuts.ts';
import { helpTour } from './help-tour.ts';
import { insertDevices } from './insert-device.ts';
import { insertNote } from './insert-note.ts';
import { insertShapes } from './insert-shape.ts';
import { insertProgram } from './insert-program.ts';
import { insertPing } from './insert-ping.ts';
import { runCommands } from './runs.ts';
import { networkCommands } from './network.ts';
import { packetCommands } from './packet.ts';
import { captureAll, captureCable, captureFiltered } from './figure-capture.ts';
import { timeCommands } from './time.ts';
import { toolCable, toolChoose } from './tool.ts';
import { viewConversation } from './view-conversation.ts';
import { viewWhy } from './view-why.ts';
import { viewKernelLab } from './view-kernel-lab.ts';
import { viewShow } from './view-show.ts';
import { viewTerminal } from './view-terminal.ts';
import { viewSearch } from './view-search.ts';
import { viewPreferences } from './view-preferences.ts';
import { viewPanels } from './view-panels.ts';
import { viewMap } from './view-map.ts';
import { viewFit, viewZoomChosen, viewZoomIn, viewZoomOut } from './view-zoom.ts';

/** Everything a person can do, in the order of menus and of the sheet of shortcuts. */
export const COMMANDS: readonly Command[] = [
  fileNew,
  fileTemplates,
  fileOpen,
  fileSave,
  fileSaveAs,
  fileForgetRecent,
  ...fileExamples,
  editUndo,
  editRedo,
  editCut,
  editCopy,
  editPaste,
  editDuplicate,
  editChooseAll,
  editRename,
  editConnect,
  editPorts,
  editRemove,
  ...arrangeCommands,
  ...insertDevices,
  insertNote,
  ...insertShapes,
  insertPing,
  insertProgram,
  toolChoose,
  toolCable,
  viewFit,
  viewZoomChosen,
  viewZoomIn,
  viewZoomOut,
  ...viewPanels,
  viewShow,
  viewMap,
  viewTerminal,
  viewConversation,
  viewWhy,
  viewKernelLab,
  viewSearch,
  viewPreferences,
  ...timeCommands,
  ...runCommands,
  ...networkCommands,
  ...packetCommands,
  figureTopologySvg,
  figureTopologyPng,
  figureHopsCopy,
  figureHopsSave,
  captureCable,
  captureAll,
  captureFiltered,
  helpContext,
  helpShortcuts,
  helpConcepts,
  helpTour,
];

/** A command by its id. An unknown id is our mistake. */
export function commandOf(id: string): Command {
  const found = COMMANDS.find((one) => one.id === id);
  if (!found) throw new Error(`There is no command ${id}.`);
  return found;
}

/** The commands by menu, in order. */
export function sections(commands: readonly Command[] = COMMANDS): Map<string, Command[]> {
  const found = new Map<string, Command[]>();
  for (const one of commands) {
    const section = one.id.slice(0, one.id.indexOf('.'));
    found.set(section, [...(found.get(section) ?? []), one]);
  }
  return found;
}
