/** What lies around the field of a plot, CSS px: values on the left, times below, title and legend above. */
export const PLOT_MARGINS = { left: 74, right: 16, top: 44, bottom: 26 };
