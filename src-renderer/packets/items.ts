import type { ExplainedField, ExplainedLayer } from '#engine/wire/explain.ts';

/** One line of the header tree: a layer, a field, or a part of a field. */
export interface TreeItem {
  /** Place in the tree: `1` is the second layer, `1.3` its fourth field. */
  id: string;
  /** 1: layer, 2: field, 3 and more: parts. */
  level: number;
  layer: ExplainedLayer;
  /** Null: the layer itself. */
  field: ExplainedField | null;
  /** Byte offsets, `to` exclusive. */
  from: number;
  to: number;
  /** Whether there is anything inside, and whether it is shown. */
  inside: boolean;
  open: boolean;
}

/**
 * The lines of the tree that are shown. `toggled` holds the ids that are not as they begin: layers begin open, the parts
 * of a field begin closed.
 */
export function treeItems(layers: readonly ExplainedLayer[], toggled: ReadonlySet<string>): TreeItem[] {
  const items: TreeItem[] = [];
  layers.forEach((layer, index) => {
    const id = String(index);
    const open = !toggled.has(id);
    items.push({
      id,
      level: 1,
      layer,
      field: null,
      from: layer.from,
      to: layer.to,
      inside: layer.fields.length > 0,
      open,
    });
    if (open) addFields(items, layer, layer.fields, id, 2, toggled);
  });
  return items;
}

function addFields(
  items: TreeItem[],
  layer: ExplainedLayer,
  fields: readonly ExplainedField[],
  parent: string,
  level: number,
  toggled: ReadonlySet<string>,
): void {
  fields.forEach((field, index) => {
    const id = `${parent}.${index}`;
    const parts = field.fields ?? [];
    const open = parts.length > 0 && toggled.has(id);
    items.push({ id, level, layer, field, from: field.from, to: field.to, inside: parts.length > 0, open });
    if (open) addFields(items, layer, parts, id, level + 1, toggled);
  });
}

/** The id of the field that a byte belongs to: a whole field rather than its parts, a layer where there is no field. */
export function itemAt(layers: readonly ExplainedLayer[], offset: number): string | null {
  const index = layers.findIndex((layer) => offset >= layer.from && offset < layer.to);
  if (index < 0) return null;
  const field = layers[index]!.fields.findIndex(({ from, to }) => offset >= from && offset < to);
  return field < 0 ? String(index) : `${index}.${field}`;
}

/** The key of a field in the locale section `fields`. */
export function fieldKey(key: string): string {
  return key.replaceAll('.', '_');
}

/** What a field is called in the language spoken; its filter name where nobody has named it. */
export function nameOfField(key: string, t: (key: string) => string, te: (key: string) => boolean): string {
  const path = `fields.${fieldKey(key)}.name`;
  return te(path) ? t(path) : key;
}
