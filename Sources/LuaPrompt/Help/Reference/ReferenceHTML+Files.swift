extension ReferenceHTML {
  static let style = """
    :root {
      color-scheme: light dark;
      --text: #1d1d1f; --quiet: #5c5c63; --ground: #ffffff; --panel: #f5f5f7; --line: #d9d9de; --link: #0b5cad;
    }
    @media (prefers-color-scheme: dark) {
      :root { --text: #e6e6ea; --quiet: #a2a2aa; --ground: #18181b; --panel: #232327; --line: #3a3a41; --link: #7ab7f5; }
    }
    * { box-sizing: border-box; }
    body { display: flex; margin: 0; background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
    nav { position: sticky; top: 0; flex: 0 0 15rem; height: 100vh; overflow-y: auto; padding: 1rem; background: var(--panel);
      border-right: 1px solid var(--line); font-size: 0.9rem; }
    nav h2 { margin: 1rem 0 0.2rem; border: 0; font-size: 0.8rem; color: var(--quiet); text-transform: uppercase; }
    nav ul { margin: 0; padding: 0; list-style: none; }
    nav a[aria-current] { font-weight: bold; color: var(--text); }
    .title { margin: 0 0 0.5rem; font-weight: bold; }
    main { flex: 1; min-width: 0; max-width: 60rem; padding: 1rem 2rem 4rem; }
    h1 { line-height: 1.2; }
    h2 { margin-top: 2.5rem; border-bottom: 1px solid var(--line); }
    h3 { margin: 2rem 0 0; font-family: ui-monospace, monospace; font-size: 1.05rem; }
    h3 a { color: var(--text); }
    a { color: var(--link); text-decoration: none; }
    a:hover { text-decoration: underline; }
    code, pre { font-family: ui-monospace, monospace; font-size: 0.9em; }
    pre { overflow-x: auto; padding: 0.7rem 1rem; background: var(--panel); border: 1px solid var(--line); border-radius: 6px; }
    .signature, .name { margin: 0.3rem 0; color: var(--quiet); overflow-wrap: anywhere; }
    .table { overflow-x: auto; }
    table { width: 100%; border-collapse: collapse; font-size: 0.92rem; }
    th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
    th { color: var(--quiet); font-weight: normal; }
    td:first-child { white-space: nowrap; }
    td:nth-child(2) { min-width: 9rem; }
    .depth1 { padding-left: 1.8rem; }
    .depth2 { padding-left: 3rem; }
    .depth3 { padding-left: 4.2rem; }
    :target { scroll-margin-top: 1rem; background: var(--panel); }
    input { width: 100%; padding: 0.35rem 0.5rem; border: 1px solid var(--line); border-radius: 6px; background: var(--ground);
      color: var(--text); font: inherit; }
    main input { max-width: 25rem; }
    #list { padding: 0; list-style: none; }
    #count { color: var(--quiet); }
    @media (max-width: 50rem) {
      body { display: block; }
      nav { position: static; height: auto; max-height: 40vh; border-right: 0; border-bottom: 1px solid var(--line); }
      main { padding: 1rem; }
    }

    """

  /// Shows those of the names that have what is typed in them; hyphens, underscores and capitals do not matter.
  static let script = """
    "use strict";
    const field = document.getElementById("search");
    const count = document.getElementById("count");
    const items = Array.from(document.querySelectorAll("#list > li"));
    const plain = text => text.toLowerCase().replace(/[-_]/g, "");
    const names = items.map(item => plain(item.textContent));
    function search() {
      const words = plain(field.value).split(/\\s+/).filter(word => word);
      let shown = 0;
      items.forEach((item, i) => {
        item.hidden = !words.every(word => names[i].includes(word));
        if (!item.hidden) shown += 1;
      });
      count.textContent = words.length ? shown + " of " + items.length : "";
    }
    field.addEventListener("input", search);
    const query = new URLSearchParams(location.search).get("q");
    if (query) {
      field.value = query;
      search();
      document.getElementById("names").scrollIntoView();
    }

    """
}
