/**
 * The records a project consists of. A device, cable or program is what the engine is told plus how it is drawn.
 * This room holds the saved file and its changes; it never runs a network and never draws one.
 */
import type { CableSettings, DeviceSettings, RuleSettings } from '#engine/devices/settings.ts';
import type { ProgramSettings } from '#engine/apps/settings.ts';

/** Position of the middle of a device, in drawing units (CSS px at zoom 1), -100,000 … 100,000. */
export interface Placement {
  x: number;
  y: number;
}

export type DeviceRecord = { type: 'device' } & DeviceSettings & Placement;
export type CableRecord = { type: 'cable' } & CableSettings;
export type ProgramRecord = { type: 'program' } & ProgramSettings;
/** What is done to certain frames on a cable. */
export type RuleRecord = { type: 'rule' } & RuleSettings;
/** Free text on the drawing. */
export type NoteRecord = { type: 'note'; id: string; text: string } & Placement;

/** What a shape is drawn as. A line or an arrow goes from one corner of its box to the opposite one. */
export type ShapeForm = 'rectangle' | 'ellipse' | 'line' | 'arrow' | 'text';
/** Colours shapes are drawn in: names, so that each theme and the print find their own. */
export type ShapePaint = 'grey' | 'blue' | 'green' | 'orange' | 'red' | 'purple';
export type ShapeLine = 'solid' | 'dashed' | 'dotted' | 'long-dashed' | 'dash-dotted' | 'dash-dot-dotted' | 'none';

/** Something drawn for the person alone, below devices and cables. */
export type ShapeRecord = {
  type: 'shape';
  id: string;
  form: ShapeForm;
  /** Drawing units, 10 … 10,000; of a line and an arrow signed: from its start to its end, -10,000 … 10,000. */
  width: number;
  height: number;
  paint: ShapePaint;
  /** Left out: the line that belongs to the paint, so that paints are told apart without colour. */
  line?: ShapeLine;
  /** Whether it is filled, with the soft side of its paint. */
  filled: boolean;
  text: string;
} & Placement;

/** Things that belong together: drawn in a frame under a name, or, collapsed, as one box. A thing is in one group at most. */
export interface GroupRecord {
  type: 'group';
  id: string;
  name: string;
  /** Ids of devices, notes, shapes and other groups, at least one. */
  members: string[];
  collapsed: boolean;
}

/** A moment to come back to: `time` in simulated ns. The network knows nothing of it. */
export interface BookmarkRecord {
  type: 'bookmark';
  id: string;
  name: string;
  time: number;
}

export type DocumentRecord =
  DeviceRecord | CableRecord | ProgramRecord | RuleRecord | NoteRecord | ShapeRecord | GroupRecord | BookmarkRecord;
export type RecordType = DocumentRecord['type'];

/** A whole project, as saved. */
export interface HopDocument {
  format: 'hopscope';
  /** Version of the file format; this build writes CURRENT_VERSION. */
  version: number;
  title: string;
  /** Seed of all dice, 0 … 2^32-1. */
  seed: number;
  records: DocumentRecord[];
}

export const CURRENT_VERSION = 1;

/** One step that can be taken back: records added, changed (before, after) and removed, by id. */
export interface RecordsDiff {
  added: Record<string, DocumentRecord>;
  updated: Record<string, [before: DocumentRecord, after: DocumentRecord]>;
  removed: Record<string, DocumentRecord>;
}
