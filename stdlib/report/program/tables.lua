---Tables in the order of a column, and their data.
return [==[
for (const figure of document.querySelectorAll("figure.data")) {
  const table = figure.querySelector("table"), body = table.tBodies[0], given = [...body.rows];
  const heads = [...table.tHead.rows[0].cells], names = heads.map(head => head.dataset.v);
  const hasNumber = cell => cell.classList.contains("n");
  const words = new Intl.Collator(undefined, {numeric: true});
  const compare = (a, b) => {
    if (hasNumber(a) !== hasNumber(b)) return hasNumber(a) ? -1 : 1;
    if (!hasNumber(a)) return words.compare(a.textContent, b.textContent);
    const [x, y] = [a, b].map(cell => /^-?\d+$/.test(cell.dataset.v) ? BigInt(cell.dataset.v) : Number(cell.dataset.v));
    return x < y ? -1 : x > y ? 1 : 0;
  };
  const isMissing = cell => cell.textContent === "" || hasNumber(cell) && cell.dataset.v === "NaN";
  heads.forEach((head, j) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const orders = {none: "ascending", ascending: "descending", descending: "none"};
      const next = orders[head.getAttribute("aria-sort") || "none"];
      for (const other of heads) other.removeAttribute("aria-sort");
      if (next !== "none") head.setAttribute("aria-sort", next);
      const sign = next === "descending" ? -1 : 1, full = [], rest = [];
      for (const row of given) (isMissing(row.cells[j]) ? rest : full).push(row);
      if (next !== "none") full.sort((a, b) => sign * compare(a.cells[j], b.cells[j]));
      body.append(...(next === "none" ? given : [...full, ...rest]));
    });
  });
  addTools(figure, figure, "table", () => [names, [...body.rows].map(row => [...row.cells].map(cell => {
    if (hasNumber(cell)) return {number: cell.dataset.v};
    if (cell.dataset.k === "boolean") return {number: cell.dataset.v};
    return cell.textContent === "" && cell.dataset.k !== "text" ? undefined : cell.textContent;
  }))]);
}
]==]
