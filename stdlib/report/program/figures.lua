---Values of figures under the pointer, and by keys.
return [==[
for (const figure of document.querySelectorAll("figure.box:not(.data)")) {
  const data = JSON.parse(figure.querySelector("script").textContent);
  const plot = figure.querySelector(".plot");
  const makeView = (chart, {width, height, boxes}) => ({chart, width, height,
    layers: boxes.flatMap((box, panel) => box.layers.map(layer => Object.assign(
      layer.z ? makeGrid(box, {grid: layer, name: layer.name}) : makeRows(box, layer), {panel, box: box.box})))});
  const views = [makeView(plot.querySelector("svg.chart"), data)];
  if (data.slim) {
    const boxes = data.boxes.map((box, i) => ({...box, ...data.slim.boxes[i]}));
    views.push(makeView(plot.querySelector("svg.slim"), {...data.slim, boxes}));
  }
  /* The one that the window has room for. */
  const findView = () => views.find(view => view.chart.getClientRects().length > 0) || views[0];
  const layers = views[0].layers;
  const several = data.boxes.length > 1;
  const tools = addTools(figure, figure.querySelector("figcaption"), "figure", () => {
    const names = [], rows = [];
    if (several) names.push("panel");
    if (layers.some(layer => layer.name)) names.push("series");
    const fixed = names.length;
    for (const layer of layers) {
      const [own, list] = layer.rows();
      /* Two columns of a layer are two, whatever they are called. */
      const used = new Set(names.slice(0, fixed));
      const places = own.map(name => {
        while (used.has(name)) name += " (2)";
        used.add(name);
        const at = names.indexOf(name, fixed);
        return at < 0 ? names.push(name) - 1 : at;
      });
      for (const values of list) {
        const row = [];
        if (several) row.push({number: String(layer.panel + 1)});
        if (fixed > row.length) row.push(layer.name);
        values.forEach((value, j) => {
          row[places[j]] = typeof value === "number" ? {number: String(value)} : value;
        });
        rows.push(row);
      }
    }
    for (const row of rows) row.length = names.length;
    return [names, rows.map(row => Array.from(row))];
  });
  if (!layers.some(layer => layer.count > 0)) continue;
  tools.append("Values under the pointer, or by arrow keys.");
  const tip = document.createElement("div"), said = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  said.className = "said";
  said.setAttribute("aria-live", "polite");
  figure.append(tip, said);
  const mark = document.createElementNS("http://www.w3.org/2000/svg", "circle");
  const paint = {r: 5, fill: "none", stroke: "#333333", "stroke-width": 2, class: "pointed"};
  for (const [name, value] of Object.entries(paint)) mark.setAttribute(name, value);
  let current = null, view = views[0];
  const hide = () => { tip.hidden = true; mark.remove(); current = null; };
  const show = (layer, i, speaks) => {
    current = {layer, i};
    const [x, y] = layer.place(i), lines = layer.lines(i);
    if (layer.name) lines.unshift(layer.name);
    tip.textContent = lines.join("\n");
    tip.hidden = false;
    mark.setAttribute("cx", x);
    mark.setAttribute("cy", y);
    view.chart.append(mark);
    const seen = view.chart.getBoundingClientRect(), around = figure.getBoundingClientRect();
    const left = seen.left - around.left + x * seen.width / view.width;
    const top = seen.top - around.top + y * seen.height / view.height;
    const room = figure.clientWidth - tip.offsetWidth - 4;
    const beside = left + 14 <= room ? left + 14 : left - 14 - tip.offsetWidth;
    tip.style.left = Math.max(4, Math.min(beside, room)) + "px";
    tip.style.top = Math.max(4, top - tip.offsetHeight - 10) + "px";
    if (speaks) {
      said.textContent = lines.join(", ");
      const inside = plot.getBoundingClientRect(), place = seen.left + x * seen.width / view.width;
      if (place < inside.left + 20) plot.scrollLeft -= inside.left + 20 - place;
      if (place > inside.right - 20) plot.scrollLeft += place - inside.right + 20;
    }
  };
  const look = () => {
    const found = findView();
    if (found !== view) hide();
    view = found;
  };
  const point = event => {
    look();
    const seen = view.chart.getBoundingClientRect();
    const x = (event.clientX - seen.left) * view.width / seen.width;
    const y = (event.clientY - seen.top) * view.height / seen.height;
    let best = null, least = 60, ground = null;
    for (const layer of view.layers) {
      const [left, top, width, height] = layer.box;
      if (x < left - 8 || x > left + width + 8 || y < top - 8 || y > top + height + 8) continue;
      const [i, away] = layer.nearest(x, y);
      if (i < 0) continue;
      if (layer.isGrid) ground = [layer, i];
      else if (away < least) { least = away; best = [layer, i]; }
    }
    if (ground && (!best || least > 10)) best = ground;
    if (best) show(...best, false); else hide();
  };
  plot.addEventListener("pointermove", point);
  plot.addEventListener("pointerdown", point);
  plot.addEventListener("pointerleave", event => { if (event.pointerType !== "touch") hide(); });
  plot.addEventListener("blur", hide);
  const first = layer => {
    for (let i = 0; i < layer.count; i++) if (layer.isShown(i)) return i;
    return -1;
  };
  const turn = by => {
    const {layers} = view, from = current ? layers.indexOf(current.layer) : -1;
    for (let k = 1; k <= layers.length; k++) {
      const layer = layers[((from < 0 ? k - 1 : from + k * by) % layers.length + layers.length) % layers.length];
      const isBeside = current && layer.panel === current.layer.panel;
      const i = isBeside ? layer.nearest(...current.layer.place(current.i))[0] : first(layer);
      if (i >= 0) return show(layer, i, true);
    }
  };
  const keys = {
    ArrowRight: far => move(far, 0), ArrowLeft: far => move(-far, 0), ArrowUp: far => move(0, far),
    ArrowDown: far => move(0, -far), PageDown: () => turn(1), PageUp: () => turn(-1),
    Home: () => move(-Infinity, 0), End: () => move(Infinity, 0), Escape: hide,
  };
  const move = (right, up) => {
    if (!current) return turn(1);
    if (up && !current.layer.isGrid) return turn(-up);
    show(current.layer, current.layer.step(current.i, right, up), true);
  };
  plot.addEventListener("keydown", event => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    look();
    act(event.shiftKey ? 10 : 1);
  });
}
]==]
