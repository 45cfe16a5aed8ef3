---Data to save, as comma-separated values or JSON. Numbers are as exact as they are in the page.
return [==[
const words = {NaN: "nan", Infinity: "inf", "-Infinity": "-inf"};
const makeCell = value => {
  if (value === undefined || value === null) return "";
  if (typeof value === "object") return words[value.number] || value.number;
  const text = String(value);
  return /^[a-z_\u0080-\uffff][^,"\r\n]*$/i.test(text) && !/^(nan|inf|infinity)\b/i.test(text) ? text
    : '"' + text.replaceAll('"', '""') + '"';
};
const makeTable = (names, rows) => [names, ...rows].map(row => row.map(makeCell).join(",") + "\n").join("");
const makeObjects = (names, rows) => "[\n" + rows.map(row => "{" + names.map((name, j) => {
  const value = row[j];
  if (value === undefined || value === null) return null;
  return JSON.stringify(name) + ":" + (typeof value === "object" ? value.number : JSON.stringify(value));
}).filter(field => field !== null).join(",") + "}").join(",\n") + "\n]\n";
const save = (name, type, text) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], {type}));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};
const addTools = (figure, into, noun, read) => {
  const tools = document.createElement("div");
  tools.className = "tools";
  const kinds = [["CSV", "csv", "text/csv", makeTable], ["JSON", "json", "application/json", makeObjects]];
  for (const [label, ending, type, make] of kinds) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.setAttribute("aria-label", "Save the data of this " + noun + " as " + label);
    button.addEventListener("click", () => save(figure.id + "." + ending, type, make(...read())));
    tools.append(button);
  }
  into.append(tools);
  return tools;
};
]==]
