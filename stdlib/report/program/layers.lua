---Layers of a figure: where in the picture each of their values is, and how it reads.
return [==[
const numbers = list => list.map(Number);
const isNumber = value => typeof value === "number" || /^(NaN|-?Infinity)$/.test(value);
const written = value => {
  if (typeof value === "string") return value;
  const text = String(value).replace("Infinity", "\u221e");
  const isShort = text.length <= 10 || Number.isSafeInteger(value);
  return (isShort ? text : String(Number(value.toPrecision(8)))).replaceAll("-", "\u2212");
};
const placeOn = (axis, value) => {
  const at = axis.log ? Math.log10(value) : value;
  return (at / 2 - axis.low / 2) / (axis.high / 2 - axis.low / 2);
};
const valueAt = (axis, place) => {
  const at = axis.low + place * (axis.high - axis.low);
  return axis.log ? 10 ** at : at;
};
/* Rows of columns: curves, bars, histograms. */
const makeRows = (box, layer) => {
  const [left, top, width, height] = box.box;
  const columns = layer.columns.map(([name, list]) => [name, list.every(isNumber) ? numbers(list) : list]);
  const x = layer.x ? numbers(layer.x) : columns[0][1], y = layer.y ? numbers(layer.y) : columns[1][1];
  const upright = layer.right ? box.y2 : box.y, count = x.length;
  const px = new Float64Array(count), py = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    px[i] = left + placeOn(box.x, x[i]) * width;
    py[i] = top + (1 - placeOn(upright, y[i])) * height;
  }
  const isShown = i => px[i] >= left - 1 && px[i] <= left + width + 1 && py[i] >= top - 1 && py[i] <= top + height + 1;
  const label = name => name === "x" ? box.names[0] : name === "y" ? box.names[layer.right ? 2 : 1] : name;
  return {
    name: layer.name, color: layer.color, count, isShown,
    place: i => [px[i], py[i]],
    /* Of bars it counts on which side of them one is, not how high. */
    nearest(at, up) {
      let best = -1, least = Infinity;
      const weight = layer.x ? 1e-4 : 1;
      for (let i = 0; i < count; i++) {
        const away = (px[i] - at) ** 2 + weight * (py[i] - up) ** 2;
        if (away < least && isShown(i)) { best = i; least = away; }
      }
      return [best, Math.sqrt(least)];
    },
    step(i, right) {
      const by = Math.sign(right);
      for (let rest = Math.abs(right), next = i + by; next >= 0 && next < count; next += by)
        if (isShown(next)) { i = next; if (--rest === 0) break; }
      return i;
    },
    lines: i => columns.map(([name, list]) => label(name) + " = " + written(list[i])),
    rows: () => [columns.map(column => column[0]), Array.from({length: count}, (_, i) => columns.map(c => c[1][i]))],
  };
};
/* Cells of a grid, counted along its rows. */
const makeGrid = (box, {grid, name}) => {
  const [left, top, width, height] = box.box;
  const x = numbers(grid.x), y = numbers(grid.y), z = grid.z.map(numbers), across = x.length, count = across * y.length;
  const columns = grid.xnames || x, rows = grid.ynames || y;
  const find = (edges, value) => {
    let low = 0, high = edges.length - 1;
    if (!(value >= edges[0] && value <= edges[high])) return -1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (edges[middle] <= value) low = middle; else high = middle;
    }
    return low;
  };
  const place = i => [left + placeOn(box.x, x[i % across]) * width,
    top + (1 - placeOn(box.y, y[Math.floor(i / across)])) * height];
  return {
    name: "", count, place, isGrid: true,
    isShown: i => { const [a, b] = place(i); return a >= left && a <= left + width && b >= top && b <= top + height; },
    nearest(at, up) {
      const column = find(grid.xedges, valueAt(box.x, (at - left) / width));
      const row = find(grid.yedges, valueAt(box.y, 1 - (up - top) / height));
      return column < 0 || row < 0 ? [-1, Infinity] : [row * across + column, 0];
    },
    step(i, right, up) {
      const column = Math.min(across - 1, Math.max(0, i % across + right));
      return Math.min(y.length - 1, Math.max(0, Math.floor(i / across) + up)) * across + column;
    },
    lines: i => [name + " = " + written(z[Math.floor(i / across)][i % across]),
      box.names[0] + " = " + written(columns[i % across]),
      box.names[1] + " = " + written(rows[Math.floor(i / across)])],
    rows: () => [["x", "y", name], Array.from({length: count},
      (_, i) => [columns[i % across], rows[Math.floor(i / across)], z[Math.floor(i / across)][i % across]])],
  };
};
]==]
